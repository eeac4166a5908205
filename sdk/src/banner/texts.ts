/** What the texts below are, in their order. */
export const TEXT_KEYS = ['accept', 'title', 'reject', 'selected', 'text', 'analytics'];

/**
 * What the banner says, by language. `{}` becomes the purposes; a purpose without a text of its own shows as its name. The order
 * of languages and texts is the one that compresses best.
 */
export const TEXTS: Record<string, readonly string[]> = {
  fr: ['Accepter', 'Vie privée', 'Refuser', 'Sélection', 'Pouvons-nous stocker des données sur cet appareil à des fins de {}\u00a0? Révocable à tout moment.', 'statistiques'],
  en: ['Accept', 'Privacy', 'Reject', 'Selected', 'May we store data on this device for {}? You can change this at any time.'],
  it: ['Accetta', 'Privacy', 'Rifiuta', 'Selezione', 'Possiamo salvare dati su questo dispositivo per {}? Revocabile in qualsiasi momento.', 'statistiche'],
  pt: ['Aceitar', 'Privacidade', 'Rejeitar', 'Seleção', 'Podemos guardar dados neste dispositivo para {}? Revogável a qualquer momento.', 'estatísticas'],
  es: ['Aceptar', 'Privacidad', 'Rechazar', 'Selección', '¿Podemos guardar datos en este dispositivo para {}? Revocable en cualquier momento.', 'estadísticas'],
  nl: ['Accepteren', 'Privacy', 'Weigeren', 'Selectie', 'Mogen we op dit apparaat gegevens bewaren voor {}? Altijd herroepbaar.', 'statistieken'],
  pl: ['Akceptuj', 'Prywatność', 'Odrzuć', 'Wybrane', 'Czy możemy zapisać dane na tym urządzeniu w celu: {}? Zgodę można zawsze cofnąć.', 'statystyka'],
  de: ['Akzeptieren', 'Datenschutz', 'Ablehnen', 'Auswahl', 'Dürfen wir auf diesem Gerät Daten für {} speichern? Jederzeit widerrufbar.', 'Statistik'],
};
