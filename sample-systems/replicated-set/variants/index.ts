export interface VariantDescription {
  readonly name: string;
  readonly summary: string;
  readonly expected: { readonly action: string; readonly conjunct: string };
}
export const variantDescriptions: readonly VariantDescription[] = [];
