// Ends with 0 where the collector of this machine answers. Liveness: that the database is away is no reason to start it anew.
const answer = await fetch(`http://127.0.0.1:${process.env.PORT || 8787}/health/live`, { signal: AbortSignal.timeout(2_500) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
