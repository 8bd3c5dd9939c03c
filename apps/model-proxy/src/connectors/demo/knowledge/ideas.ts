/** Lists of ideas, found by a word of the request. */
export const ideas: readonly {
  readonly about: string;
  readonly asked: RegExp;
  readonly items: readonly string[];
}[] = [
  {
    about: 'a birthday',
    asked: /\bbirthday|\bparty\b/,
    items: [
      'a picnic at the place where you met',
      'a dinner where every guest brings one course',
      'a small treasure hunt through the neighbourhood',
      'an album with one photo and one line from each friend',
      'a day on which the birthday child decides everything',
      'a quiz about the person, with gentle questions',
      'breakfast at sunrise on a hill',
    ],
  },
  {
    about: 'a gift',
    asked: /\bgifts?\b|\bpresents?\b/,
    items: [
      'a good knife or pan, if they like to cook',
      'a class in something they keep talking about',
      'a plant with a note on how to keep it alive',
      'the book that you yourself gave away last',
      'a handwritten voucher for an evening of babysitting',
      'tickets for something in two months, to look forward to',
      'a warm blanket of real wool',
    ],
  },
  {
    about: 'dinner',
    asked: /\b(?:dinner|lunch|meal|cook|recipe|eat)\b/,
    items: [
      'spaghetti with garlic, oil and chilli',
      'lentil soup with lemon and cumin',
      'a tray of roast vegetables with feta',
      'fried rice with whatever is in the fridge',
      'potato and leek soup with rye bread',
      'shakshuka: eggs in spiced tomato sauce',
      'a big salad with chickpeas and an egg',
    ],
  },
  {
    about: 'the weekend',
    asked: /\bweekend\b|\bday off\b|\bfree time\b|\bhobb(?:y|ies)\b|\bthings to do\b/,
    items: [
      'a walk along a river you do not know yet',
      'a visit to the smallest museum nearby',
      'bread baked from scratch',
      'a phone call to somebody you have not heard for a year',
      'an afternoon with the phone in a drawer',
      'a board game evening',
      'sorting one shelf, and giving away what you do not need',
    ],
  },
  {
    about: 'a team event',
    asked: /\bteam(?:s| building| event| outing)?\b|\bcolleagues\b|\bicebreakers?\b/,
    items: [
      'cooking together, in two rival kitchens',
      'half a day of mending each other’s annoyances at work',
      'a walk in pairs that change every fifteen minutes',
      'two truths and a lie, as an opening round',
      'a demo hour where everyone shows something unfinished',
      'a volunteering afternoon',
    ],
  },
  {
    about: 'a side project',
    asked: /\b(?:side|coding|programming|software|app|startup|business|project|web ?site)\b/,
    items: [
      'a page that shows one good photo of your town each day',
      'a bot that reminds your flat of whose turn it is to take out the rubbish',
      'a tiny habit tracker that prints to paper',
      'a map of the free drinking-water taps nearby',
      'a tool that tidies the names in your photo folder',
      'a reading list that asks you a week later what you still remember',
      'a weather page for exactly one balcony',
    ],
  },
  {
    about: 'writing',
    asked: /\b(?:blog|article|post|write about|writing|story|stories|essay|talk|presentation)\b/,
    items: [
      'the mistake that taught you most this year',
      'something everyone in your field believes and you do not',
      'a day in the life of an object on your desk',
      'a beginner’s guide to what you learnt last month',
      'the three questions you are asked most often',
      'what you would do differently if you began again',
    ],
  },
  {
    about: 'a name',
    asked: /\bnames?\b/,
    items: ['Miso', 'Juniper', 'Pixel', 'Otto', 'Saffron', 'Nimbus', 'Hazel', 'Biscuit', 'Kohaku'],
  },
];
