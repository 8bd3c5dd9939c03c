export interface ComparedPair {
  /** Names as shown; the first word in lower case of each `spelled` list finds it. */
  readonly sides: readonly [string, string];
  readonly spelled: readonly [RegExp, RegExp];
  /** Aspect, first side, second side. */
  readonly rows: readonly (readonly [aspect: string, first: string, second: string])[];
  readonly verdict: string;
}

/** Pairs the demo can lay side by side. */
export const comparisons: readonly ComparedPair[] = [
  {
    sides: ['Cats', 'Dogs'],
    spelled: [/^cats?$/, /^dogs?$/],
    rows: [
      ['Company', 'on their own terms', 'always ready'],
      ['Time a day', 'half an hour of play', 'two walks or more'],
      ['Training', 'possible, with patience', 'easy and needed'],
      ['Alone at home', 'a working day is fine', 'a few hours'],
      ['Cost', 'lower', 'higher'],
    ],
    verdict: 'Cats fit a busy home, dogs an active one.',
  },
  {
    sides: ['Tea', 'Coffee'],
    spelled: [/^(?:green |black )?tea$/, /^coffee$/],
    rows: [
      ['Caffeine in a cup', '30–50 mg', '80–120 mg'],
      ['Effect', 'gentle, longer', 'quick, stronger'],
      ['Preparation', 'leaves and hot water', 'grinder, filter or machine'],
      ['Late in the day', 'herbal ones are fine', 'better not'],
    ],
    verdict: 'Coffee wakes you faster; tea keeps you steadier.',
  },
  {
    sides: ['Python', 'JavaScript'],
    spelled: [/^python$/, /^(?:javascript|js)$/],
    rows: [
      ['Home ground', 'data, science, scripts', 'web pages and servers'],
      ['Types', 'dynamic, optional hints', 'dynamic, TypeScript on top'],
      ['Looks', 'indentation, few signs', 'braces'],
      ['Asynchronous work', 'asyncio when needed', 'everywhere from the start'],
      ['Packages', 'PyPI', 'npm'],
    ],
    verdict: 'For data take Python, for the browser there is no way round JavaScript.',
  },
  {
    sides: ['TypeScript', 'JavaScript'],
    spelled: [/^(?:typescript|ts)$/, /^(?:javascript|js)$/],
    rows: [
      ['Types', 'checked before it runs', 'found out at run time'],
      ['Build step', 'usually', 'not needed'],
      ['Editor help', 'excellent', 'good'],
      ['Learning', 'JavaScript first, then types', 'start at once'],
    ],
    verdict: 'TypeScript pays off as soon as a second person, or a second month, is involved.',
  },
  {
    sides: ['SQL', 'NoSQL'],
    spelled: [/^(?:sql|relational)(?: databases?)?$/, /^no-?sql(?: databases?)?$/],
    rows: [
      ['Shape of data', 'tables with a schema', 'documents, keys, graphs, columns'],
      ['Joins', 'built in', 'rarely'],
      ['Transactions', 'across tables', 'often per document'],
      ['Scaling', 'up first, out with care', 'out by design'],
    ],
    verdict: 'Start relational unless you know exactly why not.',
  },
  {
    sides: ['REST', 'GraphQL'],
    spelled: [/^rest(?: apis?)?$/, /^graphql$/],
    rows: [
      ['Endpoints', 'one a resource', 'one for all'],
      ['What comes back', 'the server decides', 'the client asks field by field'],
      ['Caching', 'plain HTTP caching', 'needs a library'],
      ['Learning', 'little', 'more'],
    ],
    verdict: 'REST for simple and public APIs, GraphQL for pages that gather from many places.',
  },
  {
    sides: ['TCP', 'UDP'],
    spelled: [/^tcp$/, /^udp$/],
    rows: [
      ['Connection', 'yes, with a handshake', 'none'],
      ['Order and loss', 'in order, sent again', 'no promises'],
      ['Cost', 'a round trip to begin', 'next to none'],
      ['Used for', 'web, mail, files', 'calls, games, DNS, QUIC'],
    ],
    verdict: 'TCP when every byte counts, UDP when the latest one does.',
  },
  {
    sides: ['HTTP', 'HTTPS'],
    spelled: [/^http$/, /^https$/],
    rows: [
      ['Encryption', 'none', 'TLS'],
      ['Who can read along', 'everyone on the way', 'only the two ends'],
      ['Is it the right server?', 'unknown', 'the certificate says so'],
      ['Port', '80', '443'],
    ],
    verdict: 'There is hardly a reason left for plain HTTP.',
  },
  {
    sides: ['Git merge', 'Git rebase'],
    spelled: [/^(?:git )?merge$/, /^(?:git )?rebase$/],
    rows: [
      ['History', 'as it happened, with a joint', 'one straight line'],
      ['Commits', 'kept', 'written anew'],
      ['After a push', 'safe', 'only if nobody else has it'],
      ['Conflicts', 'once', 'perhaps at each commit'],
    ],
    verdict: 'Rebase your own branch, merge what is shared.',
  },
  {
    sides: ['PostgreSQL', 'MySQL'],
    spelled: [/^postgres(?:ql)?$/, /^(?:mysql|mariadb)$/],
    rows: [
      ['Strength', 'rich types, extensions, strictness', 'simple set-up, wide hosting'],
      ['JSON', 'indexed, very capable', 'good'],
      ['Replication', 'streaming and logical', 'built in for long'],
      ['Licence', 'PostgreSQL Licence', 'GPL or commercial'],
    ],
    verdict: 'Both are fine; for new projects with varied data PostgreSQL has the edge.',
  },
  {
    sides: ['Electric cars', 'Petrol cars'],
    spelled: [
      /^(?:electric|ev)s?(?: cars?| vehicles?)?$/,
      /^(?:petrol|gas|gasoline|combustion)(?: cars?)?$/,
    ],
    rows: [
      ['Energy for 100 km', '15–20 kWh', '6–8 litres'],
      ['Filling up', '20–40 minutes on the road, overnight at home', '5 minutes'],
      ['Upkeep', 'little', 'oil, belts, exhaust'],
      ['Emissions', 'as clean as the electricity', 'about 2.3 kg CO₂ a litre'],
    ],
    verdict: 'With a socket at home the electric car is usually easier and cheaper to run.',
  },
  {
    sides: ['Train', 'Plane'],
    spelled: [/^trains?$/, /^(?:planes?|flying|flights?)$/],
    rows: [
      ['Up to 600 km', 'usually as fast, door to door', 'mostly waiting'],
      ['Luggage', 'what you can carry', 'limits and fees'],
      ['Emissions', 'about a tenth', 'high'],
      ['Work on the way', 'good', 'little'],
    ],
    verdict: 'Take the train for half a day’s travel, the plane across an ocean.',
  },
  {
    sides: ['Paper books', 'E-books'],
    spelled: [/^(?:paper |printed |real )?books?$/, /^(?:e-?books?|kindle|e-?readers?)$/],
    rows: [
      ['Weight of ten novels', 'three kilograms', '200 grams'],
      ['Reading at night', 'needs a lamp', 'has its own'],
      ['Lending', 'easy', 'seldom allowed'],
      ['Finding a passage', 'by memory of the page', 'by search'],
    ],
    verdict: 'Travel with the reader, give away paper.',
  },
  {
    sides: ['Working from home', 'The office'],
    spelled: [
      /^(?:remote(?: work)?|working from home|home office|wfh)$/,
      /^(?:(?:the |working (?:in|at) (?:the|an) )?office(?: work)?)$/,
    ],
    rows: [
      ['Way to work', 'none', 'counts as time, and as a break'],
      ['Concentration', 'good, if the home is quiet', 'depends on the room'],
      ['Quick questions', 'have to be written', 'across the desk'],
      ['New colleagues', 'harder', 'easier'],
    ],
    verdict: 'Many teams do best with fixed days together and the rest free.',
  },
  {
    sides: ['Mean', 'Median'],
    spelled: [/^(?:mean|average)$/, /^median$/],
    rows: [
      ['How', 'sum divided by count', 'the middle when sorted'],
      ['Outliers', 'pull it along', 'hardly matter'],
      ['Example 1, 2, 3, 4, 90', '20', '3'],
      ['Good for', 'totals', 'the typical case'],
    ],
    verdict: 'For incomes, prices and waiting times report the median.',
  },
  {
    sides: ['RAM', 'SSD'],
    spelled: [/^(?:ram|memory)$/, /^(?:ssd|disk|storage|hard drive)$/],
    rows: [
      ['Keeps without power', 'no', 'yes'],
      ['Access time', 'about 100 nanoseconds', 'about 100 microseconds'],
      ['Usual size', '8–64 GB', '250 GB–4 TB'],
      ['Used for', 'what runs now', 'what stays'],
    ],
    verdict: 'Too little RAM makes everything slow; too little disk only stops you at the end.',
  },
  {
    sides: ['DPO', 'RLHF'],
    spelled: [/^dpo$/, /^(?:rlhf|ppo)$/],
    rows: [
      ['Reward model', 'none', 'trained first'],
      ['Training', 'like supervised learning', 'reinforcement learning, more to tune'],
      ['Data', 'fixed pairs', 'new answers scored on the way'],
      ['Cost', 'lower', 'higher'],
    ],
    verdict: 'DPO to begin with; RLHF when the model should explore beyond the pairs you have.',
  },
  {
    sides: ['Android', 'iPhone'],
    spelled: [/^android(?: phones?)?$/, /^(?:iphones?|ios|apple)$/],
    rows: [
      ['Choice', 'many makers and prices', 'one maker, few models'],
      ['Freedom', 'more', 'less'],
      ['Updates', 'depends on the maker', 'long, for all at once'],
      ['Fits with', 'anything', 'a Mac or iPad best'],
    ],
    verdict: 'Take what your family uses: help is nearer then.',
  },
];
