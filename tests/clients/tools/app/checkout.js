/** Adds up a cart; a cart without lines is a mistake of the caller's. */
export function totalOf(cart) {
  return cart.lines.reduce((sum, line) => sum + line.price, 0);
}

export function chargeCard(cart) {
  if (cart.lines.length === 0) {
    throw new RangeError(`card was refused: ${cart.reason}`);
  }
  return totalOf(cart);
}
