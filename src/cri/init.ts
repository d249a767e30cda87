/**
 * A message as requests take it: any field may be left out, 64-bit integers come in any form, bytes as text
 * too, then in UTF-8.
 */
export type Init<T> = T extends bigint
  ? bigint | number | string
  : T extends Uint8Array
    ? Uint8Array | string
    : T extends string | number | boolean | null
      ? T
      : T extends readonly (infer U)[]
        ? readonly Init<U>[]
        : T extends object
          ? { readonly [K in keyof T]?: Init<T[K]> | null | undefined }
          : T
