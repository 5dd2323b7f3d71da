// POST /quote with {"product": "mug", "quantity": 12}
// answers {"currency": "EUR", "discount": "10.20", "total": "91.80"}.

import { currencies, products, unitPrice, type Currency, type Product } from './prices.ts';

/** What of API Gateway's proxy request is used. */
interface ProxyRequest {
  readonly body: string | null;
}

interface Order {
  readonly product: Product;
  readonly quantity: number;
  readonly currency: Currency;
}

/** What is wrong with an order, in one sentence for its caller. */
class BadOrder extends Error {}

/** All that is needed of Node's types; the whole of them is the package @types/node. */
declare const process: { readonly env: Record<string, string | undefined> };

export const handler = async (event: ProxyRequest) => {
  try {
    return response(200, quoteFor(orderIn(event)));
  } catch (error) {
    if (error instanceof BadOrder) return response(400, { error: error.message });
    // Not the caller's mistake but ours: the function fails, and its stack trace leads to the place.
    throw error;
  }
};

function quoteFor({ product, quantity, currency }: Order) {
  const full = unitPrice(product, currency) * quantity;
  const discount = quantity < 10 ? 0 : Math.round((full * discountPercent()) / 100);
  return { currency, discount: (discount / 100).toFixed(2), total: ((full - discount) / 100).toFixed(2) };
}

function discountPercent(): number {
  const percent = Number(process.env.DISCOUNT_PERCENT ?? 0);
  if (percent >= 0 && percent <= 100) return percent;
  throw new Error('The environment variable DISCOUNT_PERCENT must be a number from 0 to 100.');
}

function orderIn({ body }: ProxyRequest): Order {
  const { product, quantity, currency = 'EUR' } = objectIn(body);
  if (!isOneOf(products, product)) throw new BadOrder(`The product must be one of ${products.join(', ')}.`);
  if (!isQuantity(quantity)) throw new BadOrder('The quantity must be a whole number from 1 to 1000.');
  if (!isOneOf(currencies, currency))
    throw new BadOrder(`The currency must be one of ${currencies.join(', ')}.`);
  return { product, quantity, currency };
}

function objectIn(text: string | null): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Said below, as of any other body that is not an object.
  }
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new BadOrder('The body must be JSON such as {"product": "mug", "quantity": 12}.');
}

// "value is …" tells TypeScript, too, what is known of the value after the check.
const isOneOf = <T extends string>(known: readonly T[], value: unknown): value is T =>
  known.some((each) => each === value);

const isQuantity = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000;

function response(statusCode: number, body: object) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
