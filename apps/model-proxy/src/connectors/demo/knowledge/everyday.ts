import type { Topic } from './topic.js';

/** Money, work, history, culture and the other things that come up in small talk. */
export const everyday: readonly Topic[] = [
  {
    title: 'compound interest',
    also: ['interest rate', 'savings interest'],
    gist: 'Compound interest is interest on interest: what you earned is added and earns as well.',
    points: [
      'Seventy-two divided by the rate in percent is about how many years it takes to double.',
      'It works against you with debts, most of all on credit cards.',
      'Starting early does more than saving more later.',
    ],
    why: 'Growth by a percentage is growth by a factor, and factors multiply.',
    example: '1,000 at 5 percent are 1,629 after ten years and 4,322 after thirty.',
  },
  {
    title: 'inflation',
    also: ['prices rising', 'rising prices', 'purchasing power'],
    gist: 'Inflation is the general rise of prices, so that the same money buys less.',
    points: [
      'It is measured on a basket of things a typical household buys.',
      'Central banks usually aim for about two percent a year and steer with interest rates.',
      'It favours debtors and hurts cash savings.',
    ],
    why: 'Prices rise when people want to buy more than is there, or when making things gets dearer.',
    example: 'At three percent a year, prices double in about 23 years.',
  },
  {
    title: 'budgeting',
    also: ['budget', 'save money', 'saving money', 'personal finance'],
    gist: 'A budget is a plan for your money before you spend it: fixed costs first, then saving, then the rest.',
    points: [
      'A common split is 50 percent needs, 30 percent wants, 20 percent saving.',
      'Move the saving on payday, by standing order.',
      'Three months of expenses in reserve take the fright out of surprises.',
    ],
    why: 'What is left at the end of the month is usually nothing; what goes first stays.',
    example:
      'Write down a month of spending, mark the three largest that did not make you happy, and cut one.',
  },
  {
    title: 'learning a language',
    also: [
      'learn a language',
      'learn spanish',
      'learn french',
      'learn german',
      'language learning',
      'learn japanese',
    ],
    gist: 'Learning a language takes a little time every day: common words first, much listening, and speaking early, mistakes included.',
    points: [
      'The thousand most common words cover most of everyday talk.',
      'Flash cards with growing gaps, spaced repetition, save a lot of time.',
      'Read and hear things that you nearly understand.',
    ],
    why: 'Memory is built by recalling, not by looking again.',
    example:
      'Fifteen minutes of cards, fifteen of a slow podcast, and one short talk with someone each week.',
  },
  {
    title: 'procrastination',
    also: ['procrastinate', 'procrastinating', 'motivation', 'get things done', 'productivity'],
    gist: 'Procrastination is putting off something that matters in favour of something easier, usually to avoid a feeling rather than the work.',
    points: [
      'Make the first step so small that it is hard to refuse.',
      'Work in short rounds with breaks, for example 25 minutes and 5.',
      'Put the phone in another room.',
    ],
    why: 'The relief comes at once and the cost comes later, and our brains weigh now more than later.',
    example: 'Not “write the report” but “open the file and write one bad sentence”.',
  },
  {
    title: 'job interviews',
    also: ['job interview', 'interview preparation', 'prepare for an interview'],
    gist: 'A good interview is prepared: know what they do, have three stories of your work ready, and bring questions of your own.',
    points: [
      'Tell stories as situation, task, action, result.',
      'For a weakness, name a real one and what you do about it.',
      'Ask what success looks like after six months.',
    ],
    why: 'Interviewers remember concrete stories, not adjectives.',
    example:
      '“Our releases took a day; I wrote a pipeline in two weeks; now they take ten minutes.”',
  },
  {
    title: 'public speaking',
    also: ['give a presentation', 'giving a talk', 'presentation tips', 'stage fright'],
    gist: 'A good talk has one message, a clear beginning and end, and was practised aloud.',
    points: [
      'Say at the start what people will take away.',
      'Fewer words on the slides, more pauses in the speech.',
      'A racing heart feels worse than it looks, and fades after the first minute.',
    ],
    why: 'Listeners cannot turn back a page, so they need fewer things, said clearly.',
    example: 'Write the last sentence first, then only what leads to it.',
  },
  {
    title: 'the Roman Empire',
    also: ['roman empire', 'ancient rome', 'romans'],
    gist: 'The Roman Empire ruled the lands around the Mediterranean for about five centuries in the west and, as Byzantium, a thousand years longer in the east.',
    points: [
      'Augustus became the first emperor in 27 BC, after a century of civil wars.',
      'Roads, law and the army held it together.',
      'In the west the last emperor was deposed in 476; Constantinople fell in 1453.',
    ],
    why: 'Historians see many causes for its fall: wars, plagues, money troubles, rivals for the throne, and pressure at the borders.',
    example: 'Spanish, French, Italian, Portuguese and Romanian all grew from its Latin.',
  },
  {
    title: 'the printing press',
    also: ['printing press', 'gutenberg', 'invention of printing'],
    gist: 'The printing press with movable metal type, developed by Johannes Gutenberg in Mainz around 1450, made books many times cheaper in Europe.',
    points: [
      'Movable type had been used in China and Korea before.',
      'His achievement was the whole system: type metal, casting, ink and press.',
      'Within fifty years millions of books had been printed.',
    ],
    why: 'It let ideas travel faster than anyone could forbid them.',
    example: 'Luther’s theses of 1517 were read all over Germany within weeks.',
  },
  {
    title: 'the moon landing',
    also: ['moon landing', 'apollo 11', 'neil armstrong'],
    gist: 'On 20 July 1969 Apollo 11 landed on the Moon, and Neil Armstrong and Buzz Aldrin were the first people to walk on it.',
    points: [
      'Michael Collins stayed in orbit in the command module.',
      'Twelve people walked there in six landings, the last in December 1972.',
      'They left mirrors that still send laser light back to measure the distance.',
    ],
    why: 'It was a race with the Soviet Union as much as a quest for knowledge.',
    example: 'The guidance computer had about 4 kilobytes of working memory.',
  },
  {
    title: 'democracy',
    also: ['democratic', 'separation of powers', 'elections'],
    gist: 'In a democracy the people hold power, usually by electing representatives for a limited time in free, equal and secret votes.',
    points: [
      'Separation of powers keeps law-making, government and courts apart.',
      'Rights of the minority bind the majority as well.',
      'A free press lets people know what they vote on.',
    ],
    why: 'It is a way to change a government without violence.',
    example: 'Athens let its citizens vote directly, but women, foreigners and slaves had no say.',
  },
  {
    title: 'chess',
    also: ['chess opening', 'play chess', 'chess rules', 'chess tips'],
    gist: 'Chess is a game for two on 64 squares; whoever attacks the other’s king so that it cannot escape has won.',
    points: [
      'In the opening: take the centre, bring out knights and bishops, castle early.',
      'Before each move ask what the other side threatens.',
      'Endings with few pieces teach the most.',
    ],
    why: 'It has few rules and more possible games than there are atoms in the visible universe.',
    example: 'A sound start for White: 1. e4, 2. Nf3, 3. Bc4, then castle.',
  },
  {
    title: 'playing the guitar',
    also: ['guitar', 'learn guitar', 'play guitar', 'guitar chords'],
    gist: 'To start with the guitar, learn four chords, change between them slowly and in time, and play a song you like.',
    points: [
      'G, C, D and E minor are enough for hundreds of songs.',
      'Ten minutes every day do more than an hour on Sunday.',
      'Sore fingertips pass after two or three weeks.',
    ],
    why: 'The hands learn by many clean, slow repetitions.',
    example: 'Set a metronome to 60, and change between G and C on every fourth click.',
  },
  {
    title: 'houseplants',
    also: ['houseplant', 'water plants', 'indoor plants', 'plants care', 'potted plants'],
    gist: 'Most houseplants die of too much water: check the soil with a finger and water when the top two centimetres are dry.',
    points: [
      'Bright light without hot midday sun suits most.',
      'Use pots with a hole, and pour away what stands in the saucer.',
      'Feed in spring and summer, rest in winter.',
    ],
    why: 'Roots need air as well; in wet soil they rot.',
    example: 'Hard to kill: snake plant, pothos, ZZ plant.',
  },
  {
    title: 'packing for a trip',
    also: ['pack for a trip', 'packing list', 'travel tips', 'pack a suitcase', 'travelling light'],
    gist: 'Pack for a week at most, whatever the length of the trip, and wash on the way.',
    points: [
      'Lay everything out and take away a third.',
      'Documents, medicine and one set of clothes go into the hand luggage.',
      'Roll soft clothes, and put heavy things near the wheels.',
    ],
    why: 'Almost everything can be bought elsewhere; your back cannot.',
    example:
      'A week: five shirts, two trousers, seven sets of underwear, one jumper, one rain jacket, two pairs of shoes.',
  },
  {
    title: 'recycling',
    also: ['recycle', 'waste separation', 'plastic waste'],
    gist: 'Recycling turns waste into raw material; it works very well for metal, glass and paper, and less well for mixed plastics.',
    points: [
      'Recycled aluminium takes about 95 percent less energy than new.',
      'Rinse roughly; do not bag recyclables unless your town asks for it.',
      'Using less and using longer beats recycling.',
    ],
    why: 'Sorting is the costly part, so what is sorted at home is worth more.',
    example: 'A glass bottle can be melted again and again without getting worse.',
  },
];
