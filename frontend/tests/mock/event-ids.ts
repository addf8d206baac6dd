/** Event ids that say which event of an issue they are. */
export function eventId(index: number): string {
  return (0x5eed0000 + index).toString(16).padStart(32, "0");
}
