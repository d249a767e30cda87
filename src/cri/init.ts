/**
 * A message as requests take it: any field may be left out, 64-bit integers come in any form.
 */
export type Init<T> = T extends bigint
  ? bigint | number | string
  : T extends Uint8Array | string | number | boolean | null
    ? T
    : T extends readonly (infer U)[]
      ? readonly Init<U>[]
      : T extends object
        ? { readonly [K in keyof T]?: Init<T[K]> | null | undefined }
        : T
