/** One filter over everything an event carries: each part shows only what contains the text, marked. */
import { createContext, useContext } from "react";
import { asText } from "@/lib/event";

const EventFilterContext = createContext("");

export const EventFilterProvider = EventFilterContext.Provider;

/** The text to look for in lower case; empty when nothing is filtered. */
export function useEventFilter(): string {
  return useContext(EventFilterContext);
}

/** Whether any of *values* contains *needle*, objects by their JSON. */
export function contains(needle: string, ...values: unknown[]): boolean {
  if (!needle) return true;
  return values.some((value) => asText(value).toLowerCase().includes(needle));
}
