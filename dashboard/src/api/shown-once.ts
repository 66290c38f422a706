/** Secrets that the server tells once stay in memory until the page is left; never in storage or history. */
export const shownOnceKey = (appId: string) => ['shown-once', appId] as const;
