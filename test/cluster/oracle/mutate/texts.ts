/** Texts that are wrong, or nearly, wherever a text is asked for; each is called by a short name. */
const anywhere: Readonly<Record<string, string>> = {
  empty: '',
  upper: 'Upper-Case',
  underscore: 'a_b',
  'starts with -': '-a',
  'ends with -': 'a-',
  'ends with .': 'a.b.',
  'two dots': 'a..b',
  dots: 'a.b',
  digits: '80',
  'starts with a digit': '8a',
  space: 'a b',
  'space before': ' a',
  slash: 'a/b',
  'two slashes': 'a/b/c',
  '..': '..',
  star: '*',
  'no ASCII': 'bäd',
  '16 characters': 'x'.repeat(16),
  '64 characters': 'x'.repeat(64),
  '254 characters': 'x'.repeat(254),
  '1025 characters': 'x'.repeat(1025)
}

/** What texts of some form are changed to, besides. */
const forms: readonly { readonly looks: RegExp; readonly texts: readonly string[] }[] = [
  {
    // An address.
    looks: /^(?:\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]+)$/,
    texts: [
      ...['::ffff:10.0.0.1', '010.0.0.1', '10.0.0.256', '10.0.0', '10.0.0.1/24', '2001:db8::1'],
      ...['2001:DB8::1', '2001:db8:0::1', '0.0.0.0', '::', '127.0.0.1', '::1', '169.254.1.1'],
      ...['224.0.0.1', 'ff02::1', 'fe80::1', 'fe80::1%eth0', '255.255.255.255', ' 10.0.0.1']
    ]
  },
  {
    // A block of addresses.
    looks: /^(?:\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]+)\/\d+$/,
    texts: [
      ...['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '010.0.0.0/8', '10.0.0.0'],
      ...['::ffff:10.0.0.0/104', '2001:db8::1/32', '2001:db8::/129', '2001:DB8::/32', '0.0.0.0/0'],
      ...['::/0', '10.0.0.0/255.0.0.0', '10.0/16', ' 10.0.0.0/8', '192.168.0.0/16', '2001:db8::/64']
    ]
  },
  {
    // A name of DNS.
    looks: /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+\.?$/,
    texts: [
      '*.com',
      '*',
      'a.*.b',
      '*.a.*',
      '*a.b',
      'A.example.com',
      '1.2.3.4',
      `${'x'.repeat(64)}.a`
    ]
  },
  {
    looks: /^\//,
    texts: ['a', '/', '//a', '/a//b', '/./a', '/../a', '/a/..', '/a%2fb', '/a?b=c', '/a#b', '/a b']
  },
  {
    // A duration.
    looks: /^(?:\d+(?:\.\d+)?(?:ms|us|ns|h|m|s))+$/,
    texts: ['10', '10x', '-5s', '1h30m', '1.5s', '0s', '0', '1d', '100000h', '1s1h', '10 s', '1ms']
  },
  {
    // A quantity.
    looks: /^\d+(?:\.\d+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/,
    texts: ['1.5.5', '-1', '1m', '1 Gi', '1gi', '1GB', '100e', '0', '1Ki5', '0.0001', '1e3', '1.5']
  },
  {
    // A name of a port, and other short names.
    looks: /^[a-z][a-z0-9-]{0,14}$/,
    texts: ['a--b', '-', '8080', '1-2', 'http2-']
  },
  { looks: /^[\w.-]+\/[\w.-]+$/, texts: ['/a', 'a/', 'A.B/c', 'a/B', 'a_b/c', 'a/b_c', 'a'] },
  { looks: /^\d+%$/, texts: ['0%', '101%', '1000%', '-1%', '1.5%', '%', '5', '50 %'] },
  {
    looks: /^\d{4}-\d\d-\d\dT/,
    texts: ['2026-01-31', '2026-13-01T00:00:00Z', '2026-01-31T12:00:00']
  },
  {
    looks: /^https?:\/\//,
    texts: ['example.com', 'ftp://example.com', 'https://', 'https://a b', 'http://a/?b#c']
  }
]

/** Texts in the place of one: name -> text. */
export function wrongTexts(text: string): Readonly<Record<string, string>> {
  const special = forms
    .filter(({ looks }) => looks.test(text))
    .flatMap(({ texts }) => texts.map(one => [`text ${one.slice(0, 30)}`, one]))
  return Object.fromEntries([...Object.entries(anywhere), ...special])
}

/** Numbers in the place of one. */
export const numbers = [0, 1, -1, 101, 65_535, 65_536, 1_000_000, 2 ** 31, 2 ** 53, 1e21, 1.5]

/** Keys of labels and annotations that are wrong, or nearly. */
export const mapKeys: readonly string[] = [
  ...['', 'Bad Key!', 'a/b/c', '/a', 'a/', '-a', 'UPPER/a', 'a_b/c', 'a/B_c.d', 'kubernetes.io/a'],
  ...['x'.repeat(64), `${'x'.repeat(64)}/a`, `${'x.'.repeat(130)}x/a`]
]
