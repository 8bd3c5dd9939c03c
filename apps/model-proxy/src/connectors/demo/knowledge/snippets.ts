/** Languages the demo has snippets in, by the word for a code fence. */
export type SnippetLanguage =
  'python' | 'javascript' | 'typescript' | 'sql' | 'bash' | 'css' | 'html';

export interface Snippet {
  readonly title: string;
  /** Every one of these has to be found in the request. */
  readonly asked: readonly RegExp[];
  readonly code: Partial<Record<SnippetLanguage, string>>;
  readonly note: string;
  /** Where a language needs another note. */
  readonly notes?: Partial<Record<SnippetLanguage, string>>;
}

/** Small pieces of code people commonly ask for. Order matters: the more specific come first. */
export const snippets: readonly Snippet[] = [
  {
    title: 'sorting a list of objects by a field',
    asked: [/\bsort/, /\b(?:objects?|dicts?|dictionar|by (?:key|field|name|property|age|date))/],
    code: {
      python:
        'people = [{"name": "Ada", "age": 36}, {"name": "Alan", "age": 41}]\n\nby_age = sorted(people, key=lambda person: person["age"])',
      javascript:
        "const people = [{ name: 'Ada', age: 36 }, { name: 'Alan', age: 41 }];\n\nconst byAge = people.toSorted((a, b) => a.age - b.age);",
      typescript:
        'interface Person {\n  name: string;\n  age: number;\n}\n\nconst byAge = (people: readonly Person[]): Person[] =>\n  [...people].sort((a, b) => a.age - b.age);',
    },
    note: 'For text use `localeCompare` in JavaScript; subtraction only works for numbers.',
    notes: {
      python: '`key` is called once for each item; add `reverse=True` for the other direction.',
    },
  },
  {
    title: 'sorting a list',
    asked: [/\bsort|\border (?:a|the) list/],
    code: {
      python:
        'numbers = [3, 1, 2]\n\nnumbers.sort()                  # in place\nlargest_first = sorted(numbers, reverse=True)',
      javascript:
        'const numbers = [3, 10, 2];\n\nconst sorted = [...numbers].sort((a, b) => a - b);',
      typescript:
        'const numbers: readonly number[] = [3, 10, 2];\n\nconst sorted: number[] = [...numbers].sort((a, b) => a - b);',
      sql: 'select name, price\nfrom product\norder by price desc, name;',
    },
    note: 'Without a comparison function JavaScript sorts as text, so 10 would come before 2.',
    notes: {
      python: '`sort` changes the list itself, `sorted` gives a new one.',
      sql: 'Without `order by` a database may return the rows in any order.',
    },
  },
  {
    title: 'reading a JSON file',
    asked: [/\b(?:read|load|open|parse)/, /\bjson\b/],
    code: {
      python:
        'import json\n\nwith open("settings.json", encoding="utf-8") as file:\n    settings = json.load(file)',
      javascript:
        "import { readFile } from 'node:fs/promises';\n\nconst settings = JSON.parse(await readFile('settings.json', 'utf8'));",
      typescript:
        "import { readFile } from 'node:fs/promises';\n\nconst settings: unknown = JSON.parse(await readFile('settings.json', 'utf8'));",
    },
    note: 'Check the shape before you use it: a file can hold anything.',
  },
  {
    title: 'reading a file line by line',
    asked: [/\b(?:read|open|load)/, /\b(?:file|csv|lines?)\b/],
    code: {
      python:
        'with open("notes.txt", encoding="utf-8") as file:\n    for line in file:\n        print(line.rstrip())',
      javascript:
        "import { open } from 'node:fs/promises';\n\nconst file = await open('notes.txt');\nfor await (const line of file.readLines()) {\n  console.log(line);\n}",
      typescript:
        "import { open } from 'node:fs/promises';\n\nconst file = await open('notes.txt');\nfor await (const line of file.readLines()) {\n  console.log(line);\n}",
      bash: 'while IFS= read -r line; do\n  printf \'%s\\n\' "$line"\ndone < notes.txt',
    },
    note: 'Line by line keeps the memory small even for a huge file.',
  },
  {
    title: 'writing a file',
    asked: [/\b(?:write|save|create)/, /\bfile\b/],
    code: {
      python: 'with open("notes.txt", "w", encoding="utf-8") as file:\n    file.write("Hello\\n")',
      javascript:
        "import { writeFile } from 'node:fs/promises';\n\nawait writeFile('notes.txt', 'Hello\\n');",
      typescript:
        "import { writeFile } from 'node:fs/promises';\n\nawait writeFile('notes.txt', 'Hello\\n');",
      bash: "printf 'Hello\\n' > notes.txt",
    },
    note: 'This replaces what was there; open with “a” (or use `appendFile`, `>>`) to add to it.',
  },
  {
    title: 'a pattern for email addresses',
    asked: [/\bregex|\bregular expression|\bpattern|\bvalidat/, /\be-?mail/],
    code: {
      python:
        'import re\n\nlooks_like_email = re.compile(r"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$")\nprint(bool(looks_like_email.match("ada@example.org")))',
      javascript:
        "const looksLikeEmail = /^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$/;\n\nconsole.log(looksLikeEmail.test('ada@example.org'));",
      typescript:
        'const looksLikeEmail = (text: string): boolean => /^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$/.test(text);',
    },
    note: 'Loose on purpose: the only real check of an address is to send a mail to it.',
  },
  {
    title: 'finding numbers with a regular expression',
    asked: [/\bregex|\bregexp|\bregular expression/],
    code: {
      python:
        'import re\n\nprint(re.findall(r"-?\\d+(?:\\.\\d+)?", "3 apples, 2.5 kg, -1 degree"))',
      javascript:
        "const numbers = '3 apples, 2.5 kg, -1 degree'.match(/-?\\d+(?:\\.\\d+)?/g) ?? [];",
      typescript:
        "const numbers: string[] = '3 apples, 2.5 kg, -1 degree'.match(/-?\\d+(?:\\.\\d+)?/g) ?? [];",
    },
    note: 'Tell me what to match and I may not have it, but this shape is a good start: optional minus, digits, optional decimals.',
  },
  {
    title: 'an HTTP request',
    asked: [
      /\b(?:fetch|http (?:request|call)|api (?:call|request)|call (?:an?|the) api|get request|post request|download|axios|requests library)\b/,
    ],
    code: {
      python:
        'import json\nfrom urllib.request import urlopen\n\nwith urlopen("https://api.example.org/users", timeout=10) as response:\n    users = json.load(response)',
      javascript:
        "const response = await fetch('https://api.example.org/users');\nif (!response.ok) throw new Error(`The server answered ${response.status}`);\nconst users = await response.json();",
      typescript:
        "interface User {\n  id: number;\n  name: string;\n}\n\nasync function loadUsers(): Promise<User[]> {\n  const response = await fetch('https://api.example.org/users');\n  if (!response.ok) throw new Error(`The server answered ${response.status}`);\n  return (await response.json()) as User[];\n}",
      bash: 'curl --fail --silent --show-error https://api.example.org/users',
    },
    note: '`fetch` does not fail on a 404 or 500 by itself, hence the check of `ok`.',
    notes: {
      python:
        '`urlopen` raises an error on 404 and 500; the packages httpx and requests are more comfortable.',
      bash: '`--fail` turns a 404 or 500 into an error code.',
    },
  },
  {
    title: 'a join with a count in SQL',
    asked: [/\b(?:sql|query|select|join|group by)\b/],
    code: {
      sql: "select customer.name, count(*) as orders\nfrom customer\njoin orders on orders.customer_id = customer.id\nwhere orders.created_at >= now() - interval '30 days'\ngroup by customer.name\norder by orders desc\nlimit 10;",
    },
    note: 'The ten customers with most orders in the last 30 days, in PostgreSQL’s dialect. Use `left join` to keep customers without orders.',
  },
  {
    title: 'reversing a string',
    asked: [/\brevers/, /\b(?:string|text|word)\b/],
    code: {
      python: 'text = "stressed"\nprint(text[::-1])',
      javascript: "const reversed = [...'stressed'].reverse().join('');",
      typescript: "const reverse = (text: string): string => [...text].reverse().join('');",
    },
    note: 'Spreading into an array keeps emoji whole; `split("")` would cut them in half.',
    notes: { python: 'A slice with step -1 walks through the text backwards.' },
  },
  {
    title: 'FizzBuzz',
    asked: [/\bfizz ?buzz\b/],
    code: {
      python:
        'for n in range(1, 101):\n    print("Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or n)',
      javascript:
        "for (let n = 1; n <= 100; n += 1) {\n  console.log((n % 3 ? '' : 'Fizz') + (n % 5 ? '' : 'Buzz') || n);\n}",
      typescript:
        "const fizzBuzz = (n: number): string =>\n  (n % 3 ? '' : 'Fizz') + (n % 5 ? '' : 'Buzz') || String(n);",
    },
    note: 'The classic warm-up: multiples of 3, of 5, and of both.',
  },
  {
    title: 'Fibonacci numbers',
    asked: [/\bfibonacci\b/],
    code: {
      python:
        'def fibonacci():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b',
      javascript:
        'function* fibonacci() {\n  let [a, b] = [0, 1];\n  for (;;) {\n    yield a;\n    [a, b] = [b, a + b];\n  }\n}',
      typescript:
        'function* fibonacci(): Generator<number> {\n  let [a, b] = [0, 1];\n  for (;;) {\n    yield a;\n    [a, b] = [b, a + b];\n  }\n}',
    },
    note: 'A generator makes as many as you ask for, in constant memory.',
  },
  {
    title: 'debouncing a function',
    asked: [/\bdebounc/],
    code: {
      javascript:
        'function debounce(action, waitMs) {\n  let timer;\n  return (...given) => {\n    clearTimeout(timer);\n    timer = setTimeout(() => action(...given), waitMs);\n  };\n}',
      typescript:
        'function debounce<Given extends unknown[]>(action: (...given: Given) => void, waitMs: number) {\n  let timer: ReturnType<typeof setTimeout> | undefined;\n  return (...given: Given): void => {\n    clearTimeout(timer);\n    timer = setTimeout(() => action(...given), waitMs);\n  };\n}',
    },
    note: 'It calls the action once things have been quiet for a while: good for search boxes.',
  },
  {
    title: 'removing duplicates from a list',
    asked: [/\b(?:duplicate|unique|dedup)/],
    code: {
      python: 'unique = list(dict.fromkeys(items))   # keeps the order',
      javascript: 'const unique = [...new Set(items)];',
      typescript: 'const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];',
      sql: 'select distinct city from customer;',
    },
    note: 'This compares simple values; objects are equal only if they are the same object.',
    notes: {
      python: 'The items have to be hashable: numbers, text, tuples, but not lists.',
      sql: '`distinct` compares all selected columns.',
    },
  },
  {
    title: 'a small web server',
    asked: [/\b(?:web|http) ?server\b|\bexpress\b|\bflask\b|\bfastapi\b/],
    code: {
      python:
        'from http.server import BaseHTTPRequestHandler, HTTPServer\n\nclass Hello(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.send_response(200)\n        self.end_headers()\n        self.wfile.write(b"Hello\\n")\n\nHTTPServer(("127.0.0.1", 8000), Hello).serve_forever()',
      javascript:
        "import { createServer } from 'node:http';\n\ncreateServer((request, response) => {\n  response.end('Hello\\n');\n}).listen(8000, '127.0.0.1');",
      typescript:
        "import { createServer } from 'node:http';\n\ncreateServer((_request, response) => {\n  response.end('Hello\\n');\n}).listen(8000, '127.0.0.1');",
    },
    note: 'Good for trying things out; use a framework for anything public.',
  },
  {
    title: 'centring something with CSS',
    asked: [/\bcent(?:er|re|ering|ring)\b/, /\b(?:css|div|element|html)\b/],
    code: { css: '.parent {\n  display: grid;\n  place-items: center;\n  min-height: 100dvh;\n}' },
    note: 'Grid centres in both directions with one line.',
  },
  {
    title: 'undoing the last commit in Git',
    asked: [/\bundo\b|\brevert\b/, /\bcommit\b|\bgit\b/],
    code: {
      bash: 'git reset --soft HEAD~1   # keeps your changes, not pushed yet\ngit revert HEAD           # a new commit that undoes it, safe after a push',
    },
    note: 'After a push prefer `revert`: it does not rewrite what others have.',
  },
  {
    title: 'finding large files',
    asked: [/\bfind\b/, /\b(?:large|big) files?\b|\bfiles?\b.*\b(?:bash|shell|linux)\b/],
    code: { bash: "find . -type f -size +100M -printf '%s %p\\n' | sort -rn | head" },
    note: 'Works with GNU find; on macOS use `-exec stat -f "%z %N" {} +` in place of `-printf`.',
  },
  {
    title: 'a loop',
    asked: [/\b(?:for|while)[- ]loop\b|\bloop (?:over|through)\b|\bwrite a loop\b/],
    code: {
      python: 'for position, name in enumerate(["Ada", "Alan"]):\n    print(position, name)',
      javascript:
        "for (const [position, name] of ['Ada', 'Alan'].entries()) {\n  console.log(position, name);\n}",
      typescript:
        "const names: readonly string[] = ['Ada', 'Alan'];\nfor (const [position, name] of names.entries()) {\n  console.log(position, name);\n}",
    },
    note: 'Both give you the position and the item; leave the position out if you do not need it.',
  },
  {
    title: 'Hello, world',
    asked: [/\bhello,? world\b/],
    code: {
      python: 'print("Hello, world")',
      javascript: "console.log('Hello, world');",
      typescript: "const greeting: string = 'Hello, world';\nconsole.log(greeting);",
      bash: 'echo "Hello, world"',
      html: '<!doctype html>\n<html lang="en">\n  <title>Hello</title>\n  <p>Hello, world</p>\n</html>',
    },
    note: 'Every journey starts here.',
  },
];
