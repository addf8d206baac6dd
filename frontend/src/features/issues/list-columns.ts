/** Widths shared by the header and the rows of the issues list, so that they stay in line. */
export const columns = {
  graph: "w-28 shrink-0 max-lg:hidden",
  number: "w-14 shrink-0 text-right text-sm tabular max-sm:w-auto",
  assignee: "flex w-10 shrink-0 justify-end max-sm:hidden",
};
