import type { Topic } from './topic.js';

/** The body, health in everyday terms, and the kitchen. */
export const bodyAndFood: readonly Topic[] = [
  {
    title: 'sleep',
    also: ['sleeping', 'need sleep', 'better sleep', 'fall asleep', 'insomnia'],
    gist: 'Sleep is the daily rest in which the brain sorts memories, clears waste, and the body repairs itself.',
    points: [
      'Most adults need seven to nine hours.',
      'A night runs through cycles of about ninety minutes of light, deep and dream sleep.',
      'A fixed time to get up, a dark cool room, and no coffee after midday help more than most remedies.',
    ],
    why: 'Without it attention, mood and the immune system suffer within days.',
    example:
      'If you get up at seven and need eight hours, being in bed a little before eleven is about right.',
  },
  {
    title: 'the heart',
    also: ['heart', 'blood circulation', 'heartbeat'],
    gist: 'The heart is a muscle about the size of a fist that pumps blood through the body, around 100,000 beats a day.',
    points: [
      'Its right side sends blood to the lungs for oxygen; the left side sends it to everything else.',
      'Valves let the blood through one way only, and their closing is the sound of the heartbeat.',
      'At rest most adults have 60 to 100 beats a minute.',
    ],
    why: 'Every cell needs oxygen and food delivered and waste taken away, all the time.',
    example: 'Count your pulse for 15 seconds and multiply by four.',
  },
  {
    title: 'the brain',
    also: ['brain', 'neurons', 'human brain'],
    gist: 'The brain is the organ that senses, thinks, remembers and steers the body, with some 86 billion nerve cells.',
    points: [
      'It makes up about two percent of our weight and uses about a fifth of our energy at rest.',
      'Nerve cells pass signals on by chemistry and electricity across tiny gaps, the synapses.',
      'Learning changes the strength of those connections.',
    ],
    why: 'What is used together grows together, and that is why practice works.',
    example:
      'London taxi drivers who learnt the whole street map were found to have a larger rear hippocampus, a part that deals with places.',
  },
  {
    title: 'the immune system',
    also: ['immune system', 'antibodies', 'white blood cells'],
    gist: 'The immune system is the body’s defence: barriers such as skin, quick general fighters, and slower specialists that remember an intruder.',
    points: [
      'White blood cells do most of the work.',
      'Antibodies are proteins that fit one intruder like a key and mark it.',
      'Fever is part of the defence, not the illness itself.',
    ],
    why: 'Memory cells stay behind after an infection, so the second meeting is often harmless.',
    example: 'Most people get chickenpox only once.',
  },
  {
    title: 'vaccines',
    also: ['vaccine', 'vaccination', 'how vaccines work'],
    gist: 'A vaccine shows the immune system a harmless piece or form of a germ, so that it is ready before the real one comes.',
    points: [
      'It may hold a weakened germ, a part of one, or the instructions to make such a part.',
      'A sore arm or a mild fever is the immune system practising.',
      'When enough people are protected, the germ finds few ways to spread.',
    ],
    why: 'Learning from a harmless copy is far safer than learning from the disease.',
    example: 'Smallpox was wiped out by vaccination; the last natural case was in 1977.',
  },
  {
    title: 'exercise',
    also: ['working out', 'fitness', 'get fit', 'running', 'jogging'],
    gist: 'Regular movement strengthens heart, muscles, bones and mood; about 150 minutes of brisk activity a week is the common advice for adults.',
    points: [
      'Two sessions of strength work a week keep muscles and bones.',
      'Start small and add a little each week: most injuries come from doing too much too soon.',
      'Walking counts.',
    ],
    why: 'The body rebuilds what is used a bit stronger than before, and lets go of what is not used.',
    example:
      'A gentle start: three times a week, walk five minutes, then switch between one minute of jogging and two of walking, eight times.',
  },
  {
    title: 'vitamins',
    also: ['vitamin', 'vitamin c', 'vitamin d'],
    gist: 'Vitamins are substances the body needs in tiny amounts and mostly cannot make for itself.',
    points: [
      'There are thirteen; A, D, E and K are stored in fat, the others pass through faster.',
      'A varied diet covers most people; vitamin D from sunlight is the common gap in winter.',
      'More is not better: some do harm in large doses.',
    ],
    why: 'They are helpers of the chemistry in our cells; without one, some step stops.',
    example: 'Sailors without fresh food got scurvy for lack of vitamin C, and lemons cured it.',
  },
  {
    title: 'coffee',
    also: ['caffeine', 'espresso', 'brew coffee', 'make coffee'],
    gist: 'Coffee is a drink from the roasted seeds of the coffee plant; its caffeine blocks the signal that makes us feel tired.',
    points: [
      'A good start for filter coffee is 60 grams to a litre of water just off the boil.',
      'Too bitter means ground too fine or brewed too long; sour means the opposite.',
      'Half of the caffeine is still in the body after about five hours.',
    ],
    why: 'Caffeine has nearly the shape of adenosine, the substance that builds up while we are awake, and takes its seat.',
    example: 'A cup at four in the afternoon can still be half there at nine.',
  },
  {
    title: 'tea',
    also: ['green tea', 'black tea', 'brew tea', 'make tea'],
    gist: 'Black, green, white and oolong tea all come from the leaves of one plant, Camellia sinensis; what differs is how the leaves are treated.',
    points: [
      'Black tea is fully oxidised, green tea hardly at all.',
      'Green tea likes water of 70 to 80 °C; black tea takes boiling water.',
      'Herbal teas are not tea in this sense and mostly hold no caffeine.',
    ],
    why: 'Heat applied early stops the enzymes that would turn the leaf dark.',
    example: 'Two grams of green tea, 200 millilitres of water at 75 °C, two minutes.',
  },
  {
    title: 'bread',
    also: ['sourdough', 'bake bread', 'baking bread', 'yeast'],
    gist: 'Bread is flour, water, salt and something that makes it rise: yeast, or the wild mix of yeasts and bacteria in a sourdough.',
    points: [
      'Kneading links the flour’s proteins into gluten, a net that holds the gas.',
      'Yeast eats sugar and gives off carbon dioxide, which blows the dough up.',
      'Steam at the start of baking keeps the crust soft long enough to rise.',
    ],
    why: 'The time is what makes the taste: slow, cool dough is better than fast, warm dough.',
    example:
      'A plain loaf: 500 g flour, 350 g water, 10 g salt, 3 g dry yeast; rest two hours, shape, rest 45 minutes, bake 35 minutes at 230 °C.',
  },
  {
    title: 'chocolate',
    also: ['cocoa', 'cacao', 'dark chocolate'],
    gist: 'Chocolate is made from fermented, dried and roasted cocoa beans, ground with sugar and, for milk chocolate, milk powder.',
    points: [
      'The percentage on the bar is all that comes from the bean: cocoa solids and cocoa butter.',
      'Tempering, a careful cooling, gives it shine and snap.',
      'It is poisonous to dogs, because they break down theobromine slowly.',
    ],
    why: 'Cocoa butter melts just below body temperature, so it melts in the mouth and not in the hand.',
    example: 'A 70 percent bar of 100 grams holds about 30 grams of sugar.',
  },
  {
    title: 'cooking pasta',
    also: ['pasta', 'cook pasta', 'spaghetti', 'boil pasta'],
    gist: 'Good pasta needs plenty of salted boiling water, a stir in the first minute, and a taste two minutes before the packet says.',
    points: [
      'About a litre of water and 10 grams of salt for each 100 grams of pasta is the classic measure.',
      'Keep a cup of the cooking water: its starch binds the sauce.',
      'Finish the pasta in the sauce for the last minute.',
    ],
    why: 'Starch on the surface sticks in the first minute; stirring then is enough, and oil in the water is not needed.',
    example:
      'Quick dinner: spaghetti, garlic gently fried in olive oil, chilli flakes, a ladle of cooking water, parsley.',
  },
  {
    title: 'boiling eggs',
    also: [
      'boil eggs',
      'boiled egg',
      'boil an egg',
      'hard boiled eggs',
      'soft boiled egg',
      'cook an egg',
    ],
    gist: 'Put the eggs into boiling water, wait six to seven minutes for soft, nine to ten for hard, and cool them at once.',
    points: [
      'Very fresh eggs are hard to peel; a week-old egg is better.',
      'Cold water afterwards stops the cooking and loosens the shell.',
      'The grey-green ring around the yolk comes from cooking too long.',
    ],
    why: 'The white sets from about 62 °C and the yolk from about 68 °C, so time decides how far the heat has come.',
    example: 'For a jammy yolk: medium egg from the fridge, seven minutes, then cold water.',
  },
  {
    title: 'stress',
    also: ['stressed', 'anxiety', 'relax', 'calm down', 'overwhelmed'],
    gist: 'Stress is the body’s alarm: heart and breath speed up so that we can act; it harms when it never switches off.',
    points: [
      'Slow breathing out is the quickest brake most people have.',
      'Writing down what is on your mind, and the next small step for each, takes the pressure off memory.',
      'If it lasts for weeks or spoils sleep and appetite, a doctor or counsellor is the right person to talk to.',
    ],
    why: 'The alarm was made for short dangers, not for a full inbox.',
    example: 'Try it now: breathe in for four counts, out for six, ten times.',
  },
  {
    title: 'meditation',
    also: ['mindfulness', 'meditate'],
    gist: 'Meditation is training attention: you choose something simple, such as the breath, notice when the mind wanders, and come back.',
    points: [
      'Wandering off is not failing; noticing it is the exercise.',
      'Five minutes a day are better than an hour once a month.',
      'It can ease stress; it does not replace treatment.',
    ],
    why: 'What is practised gets easier, and that is true of attention as well.',
    example:
      'Sit, set a timer for three minutes, count each breath out from one to ten, and begin again at one whenever you lose count.',
  },
];
