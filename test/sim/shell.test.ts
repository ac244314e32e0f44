import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { pod, Practice } from './practice.ts'

interface Line {
  readonly line: string
  readonly out?: string
  readonly exit?: number
  readonly err?: RegExp
}

/** What a POSIX shell with GNU's or BusyBox's tools answers too. */
const lines: readonly Line[] = [
  { line: 'seq 3 | head -n 2', out: '1\n2\n' },
  { line: 'seq 5 | tail -2', out: '4\n5\n' },
  { line: 'seq 12 | grep 1 | wc -l', out: '4\n' },
  { line: 'printf "b\\na\\nb\\n" | sort | uniq -c', out: '      1 a\n      2 b\n' },
  { line: 'seq 3 | sort -rn | head -1', out: '3\n' },
  { line: 'echo a:b:c | cut -d: -f1,3', out: 'a:c\n' },
  { line: 'echo Abc | tr A-Z a-z', out: 'abc\n' },
  { line: 'echo one | grep -v one; echo $?', out: '1\n' },
  { line: 'seq 10 | grep -c 1', out: '2\n' },
  { line: 'echo "a1 b22" | grep -oE "[0-9]+"', out: '1\n22\n' },
  { line: 'echo "x(1)" | grep -q "x(1)" && echo yes', out: 'yes\n' },
  { line: 'false | true; echo $?', out: '0\n' },
  { line: 'echo hidden | grep -q nothing || echo none', out: 'none\n' },
  { line: 'A=1; echo x | A=2; echo $A', out: '1\n' },
  { line: 'for i in 1 2 3; do echo "n$i"; done', out: 'n1\nn2\nn3\n' },
  { line: 'for i in $(seq 1 3); do echo $i; done | wc -l', out: '3\n' },
  { line: 'for a in x y\ndo\n  for b in 1 2; do echo $a$b; done\ndone', out: 'x1\nx2\ny1\ny2\n' },
  {
    line: 'for i in 1 2; do echo out > file; done 2>/dev/null',
    exit: 2,
    err: /output into/
  },
  { line: 'for i in 1 2; do echo out; echo err >&2; done 2>/dev/null', out: 'out\nout\n' },
  { line: 'for i in; do echo never; done; echo $?', out: '0\n' },
  { line: 'for i in 1 2; do exit 4; done; echo never', out: '', exit: 4 },
  { line: 'if true; then echo yes; else echo no; fi', out: 'yes\n' },
  { line: 'if false; then echo a; elif true; then echo b; else echo c; fi', out: 'b\n' },
  { line: 'if false; then echo a; fi; echo $?', out: '0\n' },
  { line: 'if echo x | grep -q x; then echo found; fi', out: 'found\n' },
  { line: 'echo "a $(echo "b c") d"', out: 'a b c d\n' },
  { line: 'echo $(echo "a   b")', out: 'a b\n' },
  { line: 'X=$(echo "a   b"); echo "$X"', out: 'a   b\n' },
  { line: 'X=$(false); echo $?', out: '1\n' },
  { line: 'echo $(echo $(echo deep))', out: 'deep\n' },
  { line: 'L="a b"; for i in $L; do echo $i; done', out: 'a\nb\n' },
  { line: 'L="a b"; for i in "$L"; do echo $i; done', out: 'a b\n' },
  { line: 'echo "\\$HOME costs \\"5\\""', out: '$HOME costs "5"\n' },
  { line: `echo 'a $(b) "c"'`, out: 'a $(b) "c"\n' },
  { line: 'echo "for" if done', out: 'for if done\n' },
  { line: 'echo "" | wc -l; echo "$(true)end"', out: '1\nend\n' },
  { line: 'echo a # not b; echo c', out: 'a\n' },
  { line: 'sh -c "exit 3"; echo $?', out: '3\n' },
  { line: 'echo hi | sh -c "cat"', out: 'hi\n' },
  { line: '[ 2 -gt 1 ] && echo more', out: 'more\n' },
  { line: 'A=x; if [ "$A" = x ]; then echo same; fi', out: 'same\n' },
  { line: '[ -z "" ] && [ -n a ] && [ a != b ] && test 1 -eq 1; echo $?', out: '0\n' },
  { line: '[ a = b ] || echo differs', out: 'differs\n' },
  { line: 'printf "%s-%s\\n" a b c d', out: 'a-b\nc-d\n' }
]

/** What a shell has and this one refuses by its name. */
const refused: readonly Line[] = [
  { line: 'while true; do echo x; done', exit: 2, err: /"while" is not understood; for i in/ },
  { line: 'echo x > file', exit: 2, err: /output into files/ },
  { line: 'cat < file', exit: 2, err: /input from files/ },
  { line: 'sleep 1 & echo x', exit: 2, err: /in the background/ },
  { line: '(echo x)', exit: 2, err: /subshells/ },
  { line: 'echo `hostname`', exit: 2, err: /backticks/ },
  { line: 'echo $((1+1))', exit: 2, err: /arithmetic/ },
  { line: 'echo | | wc', exit: 2, err: /unexpected "\|"/ },
  { line: 'for i in 1; do echo x', exit: 2, err: /"done" expected/ },
  { line: 'if true; then echo x', exit: 2, err: /"fi" expected/ },
  { line: 'done', exit: 2, err: /unexpected "done"/ },
  { line: 'echo x |', exit: 2, err: /unexpected end/ },
  { line: 'echo "open', exit: 2, err: /unterminated/ },
  { line: 'for i in $(seq 5000); do true; done', exit: 2, err: /over 2000 commands/ },
  { line: 'echo x | awk 1', exit: 127, err: /awk: not in the practice cluster/ },
  { line: 'echo x | head -z', exit: 126, err: /option -z/ }
]

let practice: Practice
before(async () => {
  practice = new Practice()
  await practice.apply(
    pod('default', 'client', 'alpine', { container: { command: ['sleep', '9d'] } })
  )
})

for (const { line, out = '', exit = 0, err } of [...lines, ...refused])
  test(`sh -c ${line}`, async () => {
    const ran = await practice.exec('default', 'client', ['sh', '-c', line])
    const said = `stdout: ${ran.stdout}\nstderr: ${ran.stderr}`
    assert.equal(ran.stdout, out, said)
    assert.equal(ran.exitCode, exit, said)
    if (err) assert.match(ran.stderr, err)
    else assert.equal(ran.stderr, '')
  })
