// What can't wait for the application. Runs before the first paint, in a file of its own because the policy forbids inline scripts.

/** A remembered theme does not flash. */
function applyTheme() {
  let choice = "system";
  try {
    choice = JSON.parse(localStorage.getItem("minisentry.preferences") ?? "{}").theme ?? "system";
  } catch {
    // A browser that refuses storage follows the system.
  }
  const dark =
    choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
}

/** The code of the page at this address loads beside the application's, not after it. The build lists it in the document. */
function preloadPage() {
  const listed = document.getElementById("page-files")?.textContent;
  const page = JSON.parse(listed || "[]").find(({ path }) => new RegExp(path).test(location.pathname));
  for (const href of page?.files ?? []) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = href;
    document.head.append(link);
  }
}

applyTheme();
preloadPage();
