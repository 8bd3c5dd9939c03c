import type { Topic } from './topic.js';

/** Computers, programming and the net. */
export const computing: readonly Topic[] = [
  {
    title: 'the internet',
    also: ['internet', 'how the internet works', 'world wide web'],
    gist: 'The internet is a network of networks: billions of devices that pass small packets of data along to each other by common rules.',
    points: [
      'Each packet carries the address it goes to, and routers decide hop by hop.',
      'The web is only one thing that runs on it, beside mail, calls and games.',
      'Between continents nearly everything goes through glass-fibre cables on the sea floor.',
    ],
    why: 'It was built without a centre so that it keeps working when parts of it fail.',
    example:
      'Opening a page: a name is looked up (DNS), a connection is made (TCP), secured (TLS), and the page is asked for (HTTP).',
  },
  {
    title: 'DNS',
    also: ['dns', 'domain name system', 'domain names', 'nameserver'],
    gist: 'DNS is the phone book of the internet: it turns a name such as example.org into the address of a machine.',
    points: [
      'The question goes from a resolver to the root servers, then to those of the ending, then to those of the name itself.',
      'Answers carry a time to live and are cached for that long.',
      'A records hold IPv4 addresses, AAAA records IPv6, MX records the mail servers.',
    ],
    why: 'People remember names, machines need numbers, and numbers may change behind a name.',
    example: 'Run `dig example.org` to see the answer and its time to live.',
  },
  {
    title: 'HTTP',
    also: ['http', 'http request', 'status codes', 'http status codes'],
    gist: 'HTTP is the protocol of the web: a client asks with a method and a path, and a server answers with a status code and usually a body.',
    points: [
      'GET reads, POST creates or does, PUT replaces, DELETE removes.',
      'Codes in the 200s mean success, 300s look elsewhere, 400s your mistake, 500s the server’s.',
      'It keeps no memory between requests, so cookies or tokens say who is asking.',
    ],
    why: 'A protocol without memory is easy to cache, to repeat and to spread over many servers.',
    example: '`curl -i https://example.org` shows the status line, the headers and the body.',
  },
  {
    title: 'APIs',
    also: ['api', 'rest api', 'web api', 'rest'],
    gist: 'An API is a contract by which one program may use another: which requests there are, what they need, and what comes back.',
    points: [
      'A REST API uses HTTP methods on resources such as /users/42.',
      'A good one has stable names, clear errors and a version.',
      'Keys or tokens say who is calling and what they may do.',
    ],
    why: 'As long as both sides keep the contract, either can change its inside.',
    example: 'A weather app does not measure anything: it asks a weather service’s API.',
  },
  {
    title: 'databases',
    also: ['database', 'relational database', 'postgres', 'postgresql', 'sql'],
    gist: 'A database stores data so that many can read and change it at the same time, quickly and without breaking it.',
    points: [
      'Relational databases keep rows in tables and are asked in SQL.',
      'A transaction makes several changes happen together or not at all.',
      'An index finds rows without reading the whole table, and costs a little on each write.',
    ],
    why: 'Files alone do not survive two writers at once, or a crash in the middle.',
    example: "`select name from customer where city = 'Lisbon' order by name;`",
  },
  {
    title: 'database indexes',
    also: ['database index', 'sql index', 'btree', 'b-tree'],
    gist: 'A database index is a sorted copy of some columns with pointers to the rows, so that a search needs a few steps in place of a full read.',
    points: [
      'Most are B-trees: good for equality, ranges and sorting.',
      'The order of columns counts: an index on (city, name) helps with city alone, but not with name alone.',
      'Every index makes writes slower, so keep the ones that queries use.',
    ],
    why: 'Looking through a million rows takes a million steps, looking in a tree takes about twenty.',
    example: '`explain analyze` in front of a query shows whether the index is used.',
  },
  {
    title: 'Git',
    also: ['git', 'version control', 'git branch', 'git commit'],
    gist: 'Git keeps the history of a set of files as a chain of snapshots, called commits, and lets many people work side by side.',
    points: [
      'A branch is only a movable name for a commit.',
      'Merge joins two lines of work; rebase replays one on top of the other.',
      'Commit small, with a message that says why.',
    ],
    why: 'Each commit is named by a hash of its content and its parents, so history cannot change unnoticed.',
    example:
      '`git switch -c fix-login`, change something, `git commit -am "Fix login"`, `git push -u origin fix-login`.',
  },
  {
    title: 'recursion',
    also: ['recursive function', 'recursive'],
    gist: 'Recursion means that a function solves a problem by calling itself on a smaller version of it, until the problem is trivial.',
    points: [
      'It needs a base case that ends it and a step that gets closer to it.',
      'Trees, folders and nested lists are natural places for it.',
      'Each call takes room on the stack, so very deep recursion is better written as a loop.',
    ],
    why: 'It fits where the thing itself is built from smaller things of the same kind.',
    example: '```python\ndef factorial(n):\n    return 1 if n <= 1 else n * factorial(n - 1)\n```',
  },
  {
    title: 'big O notation',
    also: ['big o', 'time complexity', 'complexity of algorithms'],
    gist: 'Big O says how the work of an algorithm grows with the size of its input, leaving out constant factors.',
    points: [
      'O(1) stays the same, O(log n) grows hardly, O(n) in step, O(n log n) like good sorting, O(n²) with every pair.',
      'It describes growth, not seconds: for small inputs the simple way often wins.',
      'Say whether you mean the worst or the usual case.',
    ],
    why: 'Machines get faster by a factor; a better growth wins by more the larger the input is.',
    example:
      'Binary search in a million sorted names needs about 20 comparisons, reading through them up to a million.',
  },
  {
    title: 'hash tables',
    also: ['hash table', 'hash map', 'hashmap', 'dictionary in python'],
    gist: 'A hash table finds a value by its key in about one step: a hash function turns the key into the place where the value lies.',
    points: [
      'Two keys may fall on one place; the table then keeps both and compares.',
      'When it gets full it grows and puts everything in its new place.',
      'It has no useful order by itself.',
    ],
    why: 'Computing a place is quicker than searching for it.',
    example: 'Python’s dict, JavaScript’s Map and Java’s HashMap are all hash tables.',
  },
  {
    title: 'async and await',
    also: ['async await', 'asynchronous programming', 'promises', 'promise', 'event loop'],
    gist: 'Asynchronous code starts something slow, such as a request, and goes on with other work until the result is there; await marks the place where it waits.',
    points: [
      'In JavaScript a promise stands for a result that is not there yet.',
      'Waiting for several at once with Promise.all is quicker than one after the other.',
      'An await without try/catch passes the error on to the caller.',
    ],
    why: 'Most programs mostly wait for disks and networks, and one thread can wait for thousands of things.',
    example: '```js\nconst [user, posts] = await Promise.all([getUser(id), getPosts(id)]);\n```',
  },
  {
    title: 'Docker and containers',
    also: ['docker', 'containers', 'container image', 'docker compose'],
    gist: 'A container runs a program with its own files and its own view of the system, but on the kernel of the host; Docker is the best-known tool for it.',
    points: [
      'An image is the read-only template, a container a running instance of it.',
      'Images are made in layers, so put what changes rarely first.',
      'What must survive a restart belongs in a volume.',
    ],
    why: 'It makes “works on my machine” travel: the same image runs on a laptop and in a data centre.',
    example: '`docker run --rm -p 8080:80 nginx` serves a page at http://localhost:8080.',
  },
  {
    title: 'encryption',
    also: ['cryptography', 'public key', 'end to end encryption', 'https', 'tls'],
    gist: 'Encryption scrambles a message so that only someone with the right key can read it.',
    points: [
      'Symmetric encryption uses one shared key and is fast.',
      'Public-key encryption uses a pair: what one key locks, only the other opens.',
      'HTTPS uses the second kind to agree on a key and the first kind for the traffic.',
    ],
    why: 'Everything we send passes through machines of strangers.',
    example:
      'In an end-to-end encrypted messenger not even the company that runs it can read along.',
  },
  {
    title: 'passwords',
    also: ['password', 'strong password', 'password manager', 'two factor authentication'],
    gist: 'A good password is long, used in one place only, and kept in a password manager; a second factor protects you when it leaks all the same.',
    points: [
      'Length beats odd characters: four or five random words are strong and easy to type.',
      'Reuse is the real danger, because leaked lists are tried everywhere.',
      'Passkeys do away with the password and cannot be phished.',
    ],
    why: 'Attackers rarely guess; they try what has leaked elsewhere.',
    example:
      'Let the manager make 20 random characters for each site and remember one long phrase yourself.',
  },
  {
    title: 'regular expressions',
    also: ['regular expression', 'regexp'],
    gist: 'A regular expression is a compact pattern that describes text, used to find, check or replace it.',
    points: [
      '`\\d` is a digit, `\\w` a letter, digit or underscore, `.` any character, `+` one or more, `*` none or more, `?` none or one.',
      '`^` and `$` tie the pattern to the beginning and the end.',
      'They are wrong for nested things such as HTML; use a parser there.',
    ],
    why: 'One line can stand for a page of character-by-character code.',
    example: '`^\\d{4}-\\d{2}-\\d{2}$` matches the shape of a date such as 2026-03-09.',
  },
  {
    title: 'JSON',
    also: ['json', 'json format'],
    gist: 'JSON is a text format for data made of objects, lists, strings, numbers, true, false and null.',
    points: [
      'Keys and strings take double quotes, and there is no comma after the last item.',
      'It knows no dates and no comments; dates usually travel as ISO 8601 text.',
      'Whole numbers beyond 2⁵³ lose digits in many readers.',
    ],
    why: 'People can read it and nearly every language can write it.',
    example: '`{"name": "Ada", "languages": ["en", "fr"], "active": true}`',
  },
  {
    title: 'message queues',
    also: ['message queue', 'job queue', 'bullmq', 'rabbitmq', 'kafka'],
    gist: 'A message queue lets one program leave work for another, which takes it when it is ready.',
    points: [
      'It evens out peaks: bursts wait in the queue and do not bring the worker down.',
      'Messages may arrive twice, so handlers should be safe to run twice.',
      'What fails again and again goes to a dead-letter queue for a person to look at.',
    ],
    why: 'The two sides need not be up, or fast, at the same moment.',
    example:
      'koi itself works this way: your message waits in a queue until a worker writes the answer.',
  },
  {
    title: 'unit tests',
    also: ['unit testing', 'automated tests', 'testing code', 'tdd', 'test driven development'],
    gist: 'A unit test runs a small piece of code with known input and checks that the outcome is what it should be.',
    points: [
      'Name it by the behaviour it protects, so that a failure reads like a sentence.',
      'Arrange, act, assert is a layout most readers know.',
      'Fake as little as possible: a test full of mocks mostly tests the mocks.',
    ],
    why: 'Tests let you change code later without fear.',
    example:
      "```js\ntest('a discount is never below zero', () => {\n  expect(price({ total: 5, discount: 9 })).toBe(0);\n});\n```",
  },
];
