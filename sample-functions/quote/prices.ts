// The price list. In cents: whole numbers add up exactly, which 0.1 + 0.2 does not.

export const currencies = ['EUR', 'USD'] as const;
export type Currency = (typeof currencies)[number];

export const products = ['lamp', 'mug', 'poster'] as const;
export type Product = (typeof products)[number];

const prices: Record<Product, Partial<Record<Currency, number>>> = {
  lamp: { EUR: 3490, USD: 3790 },
  mug: { EUR: 850, USD: 920 },
  // Nobody has said yet what a poster costs in dollars: events/missing-price.json shows what happens then.
  poster: { EUR: 1200 },
};

/** Price of one piece in cents. */
export function unitPrice(product: Product, currency: Currency): number {
  const cents = prices[product][currency];
  if (cents === undefined) throw new Error(`There is no price for a ${product} in ${currency}.`);
  return cents;
}
