import type { Topic } from './topic.js';

/** Sky, earth and living things. */
export const nature: readonly Topic[] = [
  {
    title: 'the blue sky',
    also: ['sky blue', 'blue sky', 'colour of the sky', 'color of the sky'],
    gist: 'The sky looks blue because air scatters the short blue waves of sunlight much more than the long red ones.',
    points: [
      'This is called Rayleigh scattering, and it grows steeply as the wavelength gets shorter.',
      'Violet is scattered even more, but sunlight holds less of it and our eyes are less sensitive to it.',
      'At sunset the light crosses more air, the blue is scattered out of the way, and the reds are left.',
    ],
    why: 'Air molecules are far smaller than a wave of light, and such small things scatter short waves best.',
    example:
      'A drop of milk in a glass of water does the same: lit from the side it looks bluish, and a lamp seen through it turns orange.',
  },
  {
    title: 'rainbows',
    also: ['rainbow'],
    gist: 'A rainbow is sunlight that enters raindrops, is bent and split into colours, bounces once off the back of the drop, and comes out again.',
    points: [
      'You only see one with the sun behind you and rain in front of you.',
      'The bow sits about 42 degrees away from the point opposite the sun.',
      'A second, fainter bow outside the first comes from light that bounced twice, so its colours are in reverse order.',
    ],
    why: 'Water bends each colour by a slightly different angle, so the white light fans out.',
    example: 'A garden hose with a fine spray makes a small rainbow on any sunny day.',
  },
  {
    title: 'gravity',
    also: ['gravitation', 'gravitational force'],
    gist: 'Gravity is the pull that everything with mass has on everything else; on Earth it makes things fall and gives them weight.',
    points: [
      'Near the ground every falling thing speeds up by about 9.8 metres per second, each second, as long as air does not slow it.',
      'The pull fades with the square of the distance: twice as far away means a quarter of the pull.',
      'Einstein described it as the bending of space and time by mass.',
    ],
    why: 'It matters because it holds the planets on their paths, keeps the air around us, and lights the stars by squeezing them.',
    example:
      'The Moon is always falling towards the Earth, but it moves sideways fast enough to keep missing it: that is an orbit.',
  },
  {
    title: 'black holes',
    also: ['black hole'],
    gist: 'A black hole is a place where so much mass is packed so tightly that not even light can get away from it.',
    points: [
      'Its edge is called the event horizon; nothing that crosses it can send word back.',
      'Some are left over when a very heavy star collapses; others, millions of times heavier than the Sun, sit in the middle of galaxies.',
      'We find them by what happens around them: stars circling nothing, and hot gas shining as it falls in.',
    ],
    why: 'Gravity wins there because no known force can hold up that much matter in so little room.',
    example:
      'The one in the middle of our galaxy, Sagittarius A*, has the mass of about four million suns.',
  },
  {
    title: 'the Moon',
    also: ['moon', 'moon phases', 'phases of the moon'],
    gist: 'The Moon is the Earth’s only natural satellite, a rocky ball about a quarter as wide as the Earth and roughly 384,000 kilometres away.',
    points: [
      'It goes round us in a bit over 27 days and turns once in the same time, so we always see the same side.',
      'Its phases are simply how much of the sunlit half faces us.',
      'With the Sun it raises the tides in our seas.',
    ],
    why: 'It most likely formed when a body the size of Mars struck the young Earth and the debris gathered in orbit.',
    example:
      'At full moon the Earth is roughly between Sun and Moon, so the full moon rises about when the Sun sets.',
  },
  {
    title: 'the solar system',
    also: ['solar system', 'planets', 'planets in the solar system'],
    gist: 'The solar system is the Sun and everything that circles it: eight planets, their moons, dwarf planets, asteroids and comets.',
    points: [
      'From the Sun outwards the planets are Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus and Neptune.',
      'The inner four are rocky; the outer four are giants of gas and ice.',
      'The Sun holds more than 99 percent of the whole mass.',
    ],
    why: 'It formed about 4.6 billion years ago from a cloud of gas and dust that fell together and flattened as it spun.',
    example: 'If the Sun were a beach ball, the Earth would be a pea some 65 metres away.',
  },
  {
    title: 'photosynthesis',
    also: ['how plants make food'],
    gist: 'Photosynthesis is how plants use sunlight to turn water and carbon dioxide into sugar, giving off oxygen on the way.',
    points: [
      'It happens in tiny green bodies in the leaf cells, the chloroplasts.',
      'The green pigment chlorophyll catches mostly red and blue light and leaves the green, which is why leaves look green.',
      'The oxygen comes from the split water, not from the carbon dioxide.',
    ],
    why: 'Nearly all food, and nearly all oxygen in the air, goes back to it.',
    example: 'A pondweed under a bright lamp gives off little bubbles: that is the oxygen.',
  },
  {
    title: 'the seasons',
    also: ['seasons', 'summer and winter'],
    gist: 'We have seasons because the Earth’s axis is tilted by about 23 degrees, so each half of the globe leans towards the Sun for part of the year.',
    points: [
      'The half that leans towards the Sun gets longer days and steeper light, and so more warmth.',
      'When it is summer in the north it is winter in the south.',
      'Distance from the Sun is not the reason: the Earth is closest to it in early January.',
    ],
    why: 'The axis keeps pointing the same way in space while the Earth goes round the Sun.',
    example:
      'Near the equator the tilt makes little difference, so many places there have wet and dry times instead of four seasons.',
  },
  {
    title: 'tides',
    also: ['tide', 'high tide', 'low tide', 'ebb and flow'],
    gist: 'Tides are the daily rise and fall of the sea, caused mainly by the pull of the Moon and partly by that of the Sun.',
    points: [
      'Most coasts see two high waters and two low waters in a little under 25 hours.',
      'At new and full moon Sun and Moon pull in line, and the tides are larger: spring tides.',
      'The shape of a bay can make tides tiny or huge.',
    ],
    why: 'The Moon pulls the near side of the Earth more than the far side, which stretches the oceans into two bulges.',
    example: 'In the Bay of Fundy in Canada the water can rise by around 15 metres.',
  },
  {
    title: 'thunder and lightning',
    also: ['thunder', 'lightning', 'thunderstorm'],
    gist: 'Lightning is a giant spark between charged parts of a storm cloud and the ground or another cloud, and thunder is the sound of the air it heats.',
    points: [
      'Ice and hail rubbing past each other in the cloud separate the charges.',
      'The channel of air gets several times hotter than the surface of the Sun for an instant.',
      'If you hear thunder you are close enough to be struck: go indoors or into a car.',
    ],
    why: 'Light arrives at once and sound takes about three seconds for each kilometre, so the flash comes before the rumble.',
    example:
      'Nine seconds between flash and thunder mean the storm is about three kilometres away.',
  },
  {
    title: 'volcanoes',
    also: ['volcano', 'lava', 'magma'],
    gist: 'A volcano is an opening in the Earth’s crust through which molten rock, ash and gases escape.',
    points: [
      'Molten rock is called magma below the ground and lava above it.',
      'Most volcanoes stand where plates of the crust meet or part; some, as in Hawaii, sit over a hot spot.',
      'Thick, gas-rich magma explodes; runny magma flows.',
    ],
    why: 'Gas in the rising magma expands as the pressure drops, like in a shaken bottle of soda.',
    example: 'The Roman town of Pompeii was buried by ash from Vesuvius in the year 79.',
  },
  {
    title: 'earthquakes',
    also: ['earthquake', 'tectonic plates', 'plate tectonics'],
    gist: 'An earthquake is the shaking that follows when rock along a crack in the crust, a fault, suddenly slips.',
    points: [
      'The plates of the crust creep a few centimetres a year and get stuck at their edges until the strain is too great.',
      'Each whole step on the magnitude scale means about 32 times more energy.',
      'Nobody can yet predict the day of an earthquake; warning systems only win seconds by outrunning the waves.',
    ],
    why: 'Heat from inside the Earth keeps the rock below the plates slowly moving, and the plates with it.',
    example: 'The San Andreas fault in California is where two plates slide past each other.',
  },
  {
    title: 'the water cycle',
    also: ['water cycle', 'rain', 'how rain forms', 'clouds'],
    gist: 'The water cycle is the endless trip of water: it evaporates, forms clouds, falls as rain or snow, and runs back to the sea.',
    points: [
      'The Sun drives it by warming seas and soil.',
      'A cloud is made of tiny droplets or ice crystals that formed on specks of dust or salt.',
      'Drops fall once they have grown too heavy for the rising air to carry.',
    ],
    why: 'Warm air can hold more vapour than cold air, so rising and cooling air has to let water go.',
    example:
      'Drops on the outside of a cold glass are a cloud in miniature: vapour from the air that cooled.',
  },
  {
    title: 'climate change',
    also: ['global warming', 'greenhouse effect', 'greenhouse gases'],
    gist: 'Climate change today means that the Earth is warming, mainly because we burn coal, oil and gas and so add carbon dioxide to the air.',
    points: [
      'Carbon dioxide and methane let sunlight in and keep part of the heat from leaving: the greenhouse effect.',
      'The effects are more heat waves, heavier downpours, shrinking ice and rising seas.',
      'What helps most is clean electricity, less waste of energy, and keeping forests.',
    ],
    why: 'Carbon dioxide stays in the air for centuries, so what is emitted adds up.',
    example:
      'A car that burns ten litres of petrol puts about 23 kilograms of carbon dioxide into the air.',
  },
  {
    title: 'evolution',
    also: ['natural selection', 'darwin', 'theory of evolution'],
    gist: 'Evolution is the change of living things over generations, because those whose inherited traits suit their surroundings leave more young.',
    points: [
      'Three things are enough for it: variation, inheritance, and unequal success.',
      'It has no goal; it only keeps what works well enough here and now.',
      'All known life shares one ancestry, which is why we share genes even with mushrooms.',
    ],
    why: 'Copies are never perfect, and not every copy does equally well.',
    example:
      'Bacteria that happen to survive an antibiotic multiply, and soon the drug no longer works.',
  },
  {
    title: 'DNA',
    also: ['dna', 'genes', 'gene', 'genetics'],
    gist: 'DNA is the long molecule in our cells that holds the building plan of the body, written in a sequence of four chemical letters.',
    points: [
      'The letters A, T, C and G stand on two strands that twist round each other as a double helix.',
      'A gene is a stretch of it, usually the recipe for one protein.',
      'A human cell holds about three billion letters in each of its two sets, together around two metres of thread.',
    ],
    why: 'Because A always pairs with T and C with G, each strand can be rebuilt from the other: that is how it is copied.',
    example: 'Identical twins share practically the same DNA and still grow into different people.',
  },
  {
    title: 'bees',
    also: ['bee', 'honey', 'pollination', 'honeybees'],
    gist: 'Bees are insects that live on nectar and pollen, and by carrying pollen from flower to flower they make fruit and seeds possible.',
    points: [
      'Honeybees tell each other where flowers are with a waggling dance.',
      'Most of the 20,000 or so kinds of bees live alone, not in hives.',
      'Honey is nectar that bees have thickened and stored for the winter.',
    ],
    why: 'About three quarters of our food crops yield better with animal pollinators.',
    example: 'Without pollinators there would be few apples, almonds or pumpkins.',
  },
  {
    title: 'cats',
    also: ['cat', 'why cats purr', 'purring'],
    gist: 'Cats are small hunters that have lived beside people for some ten thousand years, at first to catch mice around grain stores.',
    points: [
      'They sleep twelve to sixteen hours a day, saving strength for short hunts.',
      'They purr when content, and also when hurt or frightened.',
      'Their whiskers measure gaps and air currents in the dark.',
    ],
    why: 'They mostly tamed themselves: the ones that dared to come close found more food.',
    example: 'A slow blink is a friendly greeting; many cats blink back.',
  },
  {
    title: 'dogs',
    also: ['dog', 'puppies', 'wolves'],
    gist: 'Dogs are descendants of wolves and the first animals people tamed, well over 15,000 years ago.',
    points: [
      'A dog’s nose has tens of times more smell receptors than ours.',
      'They read human gestures, such as pointing, better than chimpanzees do.',
      'Rewards given within a second or two work best in training.',
    ],
    why: 'Both sides gained: wolves found scraps, and people got guards and hunting partners.',
    example:
      'To teach “sit”, lift a treat over the nose: the head goes up, the rear goes down, and the treat follows at once.',
  },
  {
    title: 'koi fish',
    also: ['koi carp', 'koi pond', 'nishikigoi'],
    gist: 'Koi are ornamental carp, bred in Japan for their colours since the early nineteenth century.',
    points: [
      'They often live 25 to 35 years, and some far longer.',
      'They learn to recognise the person who feeds them.',
      'In Japan they stand for perseverance, because a legend lets a carp that climbs a waterfall become a dragon.',
    ],
    why: 'Rice farmers kept carp for food and began to breed the ones that happened to have bright patches.',
    example: 'The best-known pattern, Kohaku, is a white fish with red markings.',
  },
];
