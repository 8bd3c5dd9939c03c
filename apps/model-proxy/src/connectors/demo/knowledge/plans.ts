/** What a day may hold, for each part of it; one is drawn. */
export const dayParts: readonly (readonly [part: string, options: readonly string[]])[] = [
  [
    'Morning',
    [
      'get up without an alarm, and no screen before breakfast',
      'a slow breakfast with something warm in a cup',
      'a short walk before the streets wake up',
    ],
  ],
  [
    'Late morning',
    [
      'an hour with a book, or with nothing at all',
      'one small thing that has waited for weeks, and then no more chores',
      'the market, to choose what to cook',
    ],
  ],
  [
    'Lunch',
    [
      'something simple: soup, bread, an apple',
      'a picnic, on a bench if need be',
      'leftovers, nicely laid out',
    ],
  ],
  [
    'Afternoon',
    [
      'out into the green for two hours, the phone in the bag',
      'a visit to somebody you like, or a long call',
      'a nap of twenty minutes, then music and tea',
    ],
  ],
  [
    'Evening',
    [
      'cook without haste and eat by candlelight',
      'a film you know you like',
      'a warm bath, clean sheets, and three lines about the day',
    ],
  ],
];

export const weekThemes = (goal: string): readonly (readonly [theme: string, what: string])[] => [
  ['Find out', `write down what “done” means for ${goal}, what you have, and what is missing`],
  ['Begin small', 'do the smallest useful piece and put three fixed times in the calendar'],
  ['Build up', 'repeat, make one thing harder, drop one thing that does not help'],
  ['Look back', 'compare with what you wrote in week 1, celebrate, and decide what comes next'],
];

/** What goes into every bag, and what a place adds. */
export const luggage = {
  always: [
    'documents, money, keys',
    'phone, charger, power bank',
    'medicine and plasters',
    'toothbrush and small bottles',
    'one outfit a day, and one spare',
    'warm layer, rain jacket',
    'water bottle and something to eat',
  ],
  places: [
    {
      asked: /\b(?:mountains?|hik(?:e|ing)|alps|trek(?:king)?|hut)\b/,
      name: 'the mountains',
      items: [
        'hiking boots, worn in',
        'map, and the route told to somebody',
        'sun cream, hat, sunglasses',
        'head torch',
        'gloves and cap, even in summer',
        'emergency blanket',
      ],
    },
    {
      asked: /\b(?:beach|sea|island|swim(?:ming)?|lake|pool)\b/,
      name: 'the water',
      items: [
        'swimwear and towel',
        'sun cream and hat',
        'sandals',
        'a dry bag for the phone',
        'a long book',
      ],
    },
    {
      asked: /\b(?:camp(?:ing)?|tent|festival)\b/,
      name: 'camping',
      items: [
        'tent, mat, sleeping bag',
        'stove, lighter, pot',
        'head torch',
        'string and tape',
        'ear plugs',
      ],
    },
    {
      asked: /\b(?:business|conference|work trip)\b/,
      name: 'work',
      items: [
        'laptop and its charger',
        'something that needs no ironing',
        'adapter for the projector',
        'a notebook',
        'good shoes',
      ],
    },
    {
      asked: /\b(?:winter|ski(?:ing)?|snow|cold)\b/,
      name: 'the cold',
      items: ['thermal underwear', 'gloves, cap, scarf', 'lip balm', 'thick socks', 'a thermos'],
    },
  ],
} as const;
