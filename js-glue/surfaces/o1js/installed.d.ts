// Which o1js is installed. Importing this changes nothing.

/** The o1js that programs in a folder load, and whether `import 'onggi/o1js'` works with it. */
export declare function installedO1js(
  folder?: string
): { folder: string; version: string; supported: boolean } | undefined;
