// Runs before the first paint so that a remembered theme does not flash. In a file of its own because the policy forbids inline scripts.
(() => {
  let choice = "system";
  try {
    choice = JSON.parse(localStorage.getItem("minisentry.preferences") ?? "{}").theme ?? "system";
  } catch {
    // A browser that refuses storage follows the system.
  }
  const dark =
    choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
