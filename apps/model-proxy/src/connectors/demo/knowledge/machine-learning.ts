import type { Topic } from './topic.js';

/** How language models work and are taught: what people who try koi tend to ask about. */
export const machineLearning: readonly Topic[] = [
  {
    title: 'machine learning',
    also: ['ml', 'artificial intelligence'],
    gist: 'Machine learning means that a program finds its rules from examples instead of being given them.',
    points: [
      'Supervised learning learns from labelled examples, unsupervised learning finds structure, reinforcement learning learns from reward.',
      'Part of the examples is kept back to see whether it learnt or only memorised.',
      'It is no better than its data.',
    ],
    why: 'Some things, such as telling a cat from a dog, are easy to show and very hard to write down.',
    example: 'A spam filter learns from mails that people marked as spam.',
  },
  {
    title: 'neural networks',
    also: ['neural network', 'deep learning', 'backpropagation'],
    gist: 'A neural network is a long chain of simple sums and bends whose many numbers, the weights, are tuned until the outcome fits the examples.',
    points: [
      'Training measures the error and nudges every weight a little in the direction that lowers it: gradient descent.',
      'Backpropagation finds those directions by going through the layers backwards.',
      'Deep means many layers.',
    ],
    why: 'Enough layers can approximate almost any relation between input and output.',
    example:
      'A small network that reads handwritten digits has some 100,000 weights; large language models have many billions.',
  },
  {
    title: 'large language models',
    also: ['large language model', 'llm', 'llms', 'language model', 'gpt', 'transformer'],
    gist: 'A large language model is a neural network trained on a great deal of text to guess the next token, and by doing that over and over it writes.',
    points: [
      'Nearly all of today’s are transformers, which weigh every earlier token when they choose the next.',
      'After pre-training they are tuned on instructions and on people’s preferences.',
      'They can state false things fluently, so check what matters.',
    ],
    why: 'To guess the next word well in all kinds of text, a model has to pick up grammar, facts and some reasoning.',
    example: 'After “The capital of France is”, nearly all of the probability goes to “ Paris”.',
  },
  {
    title: 'tokens',
    also: ['token', 'tokenizer', 'tokenization'],
    gist: 'Tokens are the pieces a language model reads and writes: common words are one token, rare words are several.',
    points: [
      'In English a token is about four characters, or three quarters of a word.',
      'Prices and limits of models are counted in tokens.',
      'Other languages and code often need more tokens for the same length.',
    ],
    why: 'A fixed set of pieces keeps the vocabulary small and can still spell anything.',
    example: '“unbelievable” might be split into “un”, “believ” and “able”.',
  },
  {
    title: 'RLHF',
    also: ['rlhf', 'reinforcement learning from human feedback', 'human feedback'],
    gist: 'RLHF, reinforcement learning from human feedback, teaches a model from people’s judgements about which of its answers are better.',
    points: [
      'People compare answers; a reward model learns to predict the choice; the language model is then tuned to earn that reward.',
      'A penalty for moving too far from the starting model keeps it from gaming the reward.',
      'DPO gets to a similar place without a separate reward model.',
    ],
    why: 'It is easier to say which of two answers is better than to write the perfect one.',
    example:
      'When you choose A or B in koi’s side-by-side mode you make exactly such a comparison.',
  },
  {
    title: 'DPO',
    also: [
      'dpo',
      'direct preference optimization',
      'preference optimization',
      'preference pairs',
      'preference pair',
    ],
    gist: 'DPO, direct preference optimisation, tunes a model on pairs of a chosen and a rejected answer, without a reward model in between.',
    points: [
      'It raises the probability of the chosen answer against the rejected one, measured relative to the starting model.',
      'Its strength, beta, says how far the model may move.',
      'It needs pairs from the same prompt, and honest ties are left out.',
    ],
    why: 'The reward that RLHF would learn can be written in terms of the model itself, so one step falls away.',
    example: 'Prompt: “Explain tides.” Chosen: the short clear answer. Rejected: the rambling one.',
  },
  {
    title: 'fine-tuning',
    also: ['fine tuning', 'finetuning', 'fine tune', 'lora'],
    gist: 'Fine-tuning goes on training an existing model with a smaller set of examples, to teach it a task or a tone.',
    points: [
      'A few hundred good examples often do more than many mediocre ones.',
      'LoRA trains a small add-on in place of all weights, which saves most of the memory.',
      'Keep a test set aside to see what got worse.',
    ],
    why: 'What the model already knows of language does not have to be learnt again.',
    example: 'A help desk tunes a model on its best answers, so that new ones sound alike.',
  },
  {
    title: 'hallucinations',
    also: ['hallucination', 'hallucinate', 'models make things up'],
    gist: 'A hallucination is when a language model states something false as if it were true.',
    points: [
      'The model aims for likely text, and likely is not the same as true.',
      'Names, numbers, quotes and sources are the most common places.',
      'Giving it documents to answer from, and asking for quotations, helps.',
    ],
    why: 'Nothing in guessing the next token rewards saying “I don’t know”, unless training adds it.',
    example: 'Asked for papers on a rare subject, a model may list titles that nobody ever wrote.',
  },
  {
    title: 'embeddings',
    also: ['embedding', 'vector database', 'semantic search', 'vector search'],
    gist: 'An embedding is a list of numbers for a text or picture, made so that similar meanings get similar numbers.',
    points: [
      'Closeness is usually measured by the angle between the two lists.',
      'They are behind semantic search and recommendations.',
      'A vector index finds the nearest ones without comparing all.',
    ],
    why: 'Comparing numbers is easy; comparing meanings word by word is not.',
    example:
      '“How do I reset my password?” lies close to “I forgot my login”, though they share hardly a word.',
  },
  {
    title: 'retrieval-augmented generation',
    also: ['rag', 'retrieval augmented generation'],
    gist: 'Retrieval-augmented generation looks up fitting passages first and gives them to the model together with the question.',
    points: [
      'It lets a model answer from documents it was never trained on.',
      'The search is the weak part: what is not found cannot be used.',
      'Show the sources, so that readers can check.',
    ],
    why: 'Changing a document is cheap; training a model again is not.',
    example: 'A company chat finds three paragraphs of the handbook and answers from them.',
  },
  {
    title: 'prompts',
    also: ['prompt', 'prompt engineering', 'write a good prompt', 'system prompt'],
    gist: 'A prompt is what you write to a language model; a good one says the goal, the material, the form you want, and what to leave out.',
    points: [
      'One or two examples of what you want say more than adjectives.',
      'Ask for steps or a draft first when the task is hard.',
      'Say what it should do when it does not know.',
    ],
    why: 'The model cannot see your situation, only your words.',
    example: '“Rewrite this for customers in at most 80 words, friendly, no technical terms: …”',
  },
  {
    title: 'temperature in language models',
    also: [
      'model temperature',
      'llm temperature',
      'temperature parameter',
      'top p',
      'sampling temperature',
    ],
    gist: 'Temperature sets how boldly a model chooses its next token: low is predictable, high is varied.',
    points: [
      'At 0 it nearly always takes the likeliest token.',
      'Around 0.7 to 1 is usual for chat.',
      'Top-p cuts off the unlikely tail before choosing.',
    ],
    why: 'It divides the scores before they become probabilities, which makes differences sharper or flatter.',
    example: 'For pulling dates out of text take 0; for names for a cat take 1.',
  },
  {
    title: 'overfitting',
    also: ['overfit', 'generalization', 'training set and test set'],
    gist: 'Overfitting means that a model has learnt its training examples by heart and does worse on new ones.',
    points: [
      'You see it when the training error falls and the test error rises.',
      'More data, a smaller model, early stopping and regularisation help.',
      'Choosing by the test set again and again overfits to the test set.',
    ],
    why: 'With enough freedom it is easier to remember than to understand.',
    example: 'A pupil who learns last year’s answers by heart fails when the numbers change.',
  },
  {
    title: 'A/B tests',
    also: ['a/b test', 'ab test', 'ab testing', 'a/b testing', 'split test'],
    gist: 'An A/B test shows two versions to people at random and compares what they do, so that chance and habit do not decide.',
    points: [
      'Decide before the start what you measure and how many people you need.',
      'Stopping as soon as it looks good makes false winners.',
      'An interval says more than “significant”.',
    ],
    why: 'Random assignment makes the two groups alike in everything but the version.',
    example: 'koi’s rank mode is a blind comparison of this kind, with sides drawn at random.',
  },
];
