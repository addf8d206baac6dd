import { useEffect, useState } from "react";
import { showToast } from "@/stores/toasts";
import { Button, IconButton } from "@/ui/button";

type CopyButtonProps = {
  text: string | (() => string);
  label: string;
  isIcon?: boolean;
  className?: string;
  size?: "sm" | "md";
};

export function CopyButton({ text, label, isIcon, className, size = "sm" }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    setIsCopied(await copyText(typeof text === "function" ? text() : text));
  };
  const icon = isCopied ? "check" : "copy";
  if (isIcon)
    return (
      <IconButton
        icon={icon}
        label={isCopied ? "Copied" : label}
        size={size}
        className={className}
        onClick={copy}
      />
    );
  return (
    <Button icon={icon} size={size} className={className} onClick={copy}>
      {isCopied ? "Copied" : label}
    </Button>
  );
}

/** Whether the clipboard took it; a refusal is told to the user. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    showToast("The browser did not allow copying.", { tone: "danger" });
    return false;
  }
}
