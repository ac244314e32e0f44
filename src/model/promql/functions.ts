export type ValueType = 'scalar' | 'vector' | 'range' | 'string'

/** What a function takes, by its arguments, and what it gives. */
export interface Signature {
  readonly takes: readonly ValueType[]
  readonly least: number
  readonly most: number
  readonly gives: ValueType
}

/**
 * Types of arguments and the names of the functions that have them. `?` marks one that may be left out, `*` one that
 * may come any number of times, or not at all. Functions that a Prometheus has to be asked for are among them.
 * https://prometheus.io/docs/prometheus/latest/querying/functions/
 */
const vectors: Readonly<Record<string, string>> = {
  vector:
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count ' +
    'histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt ' +
    'start_timestamp tan tanh timestamp',
  'vector?': 'day_of_month day_of_week day_of_year days_in_month hour minute month year',
  'vector string*': 'sort_by_label sort_by_label_desc',
  'vector scalar': 'clamp_max clamp_min',
  'vector scalar scalar': 'clamp',
  'vector scalar?': 'round',
  'vector vector?': 'info',
  'vector string string string*': 'label_join',
  'vector string string string string': 'label_replace',
  [`vector string scalar${' scalar?'.repeat(9)}`]: 'histogram_quantiles',
  'scalar vector': 'histogram_quantile',
  'scalar scalar vector': 'histogram_fraction',
  scalar: 'vector',
  range:
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate ' +
    'last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time ' +
    'stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ' +
    'ts_of_min_over_time',
  'range scalar': 'predict_linear',
  'range scalar?': 'integral',
  // The older name is refused by Prometheus 3 only.
  'range scalar scalar': 'double_exponential_smoothing holt_winters',
  'scalar range': 'quantile_over_time'
}

const scalars: Readonly<Record<string, string>> = {
  '': 'end pi range start step time',
  vector: 'scalar',
  'scalar scalar': 'max_of min_of'
}

export const functions: ReadonlyMap<string, Signature> = new Map([
  ...signatures(vectors, 'vector'),
  ...signatures(scalars, 'scalar')
])

function signatures(
  table: Readonly<Record<string, string>>,
  gives: ValueType
): readonly [string, Signature][] {
  return Object.entries(table).flatMap(([text, names]) => {
    const marked = text.split(' ').filter(one => one !== '')
    const signature: Signature = {
      takes: marked.map(one => one.replace(/[?*]$/, '') as ValueType),
      least: marked.filter(one => !/[?*]$/.test(one)).length,
      most: text.endsWith('*') ? Infinity : marked.length,
      gives
    }
    return names.split(' ').map((name): [string, Signature] => [name, signature])
  })
}

/** Operators that make few series of many; true when a parameter comes first. */
export const aggregations: ReadonlyMap<string, boolean> = new Map([
  ...'sum avg count min max group stddev stdvar'.split(' ').map(one => [one, false] as const),
  ...'topk bottomk count_values quantile limitk limit_ratio'
    .split(' ')
    .map(one => [one, true] as const)
])
