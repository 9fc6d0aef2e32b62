type Counts = { dataUpdateCount: number; errorUpdateCount: number };

/**
 * Failures of a query since its last good answer. react-query's own `failureCount` starts anew with
 * each fetch and so never grows over polls; its two totals never shrink. So the total of errors at
 * the last change of the data is kept beside each query, for as long as the query lives.
 */
export function createFailureCounter(): (query: { state: Counts }) => number {
  const seen = new WeakMap<object, Counts>();
  return (query) => {
    const { dataUpdateCount, errorUpdateCount } = query.state;
    const last = seen.get(query);
    if (last && last.dataUpdateCount === dataUpdateCount) {
      return errorUpdateCount - last.errorUpdateCount;
    }
    // Without data the errors so far all count; with new data only those that follow it.
    const base = dataUpdateCount === 0 ? 0 : errorUpdateCount;
    seen.set(query, { dataUpdateCount, errorUpdateCount: base });
    return errorUpdateCount - base;
  };
}
