interface WeekInfo {
  /** 1 is Monday, 7 Sunday. */
  firstDay: number;
}

/** The day on which a week begins where this language is spoken: 1 is Monday, 7 Sunday. Monday where the browser does not know. */
export function weekStart(locale: string): number {
  const spoken = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?(): WeekInfo; weekInfo?: WeekInfo };
  return (spoken.getWeekInfo?.() ?? spoken.weekInfo)?.firstDay ?? 1;
}
