import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { koiYaml, type KoiYaml } from '@koi/contracts';
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { ConfigInvalid, type ConfigIssue } from './config-error.js';
import { substitute } from './substitute.js';

type Env = Readonly<Record<string, string | undefined>>;
type Path = readonly PropertyKey[];

/** Settings of a model that hold references to secrets; they are kept as written and resolved where they are used. */
const SECRET_SETTINGS = new Set(['apiKey', 'headers', 'body']);

/**
 * Reads koi.yaml: `${ENV}` substitution, then the schema.
 *
 * @throws ConfigInvalid with every problem, each at its line and column.
 */
export function loadKoiYaml(file: string, env: Env): KoiYaml {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'there is no such file'
        : 'cannot be read';
    throw new ConfigInvalid([{ where: file, message: reason }]);
  }
  return parseKoiYaml(text, { file: basename(file), env });
}

/** Parses the text of a koi.yaml; `file` is only for messages. */
export function parseKoiYaml(text: string, { file, env }: { file: string; env: Env }): KoiYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number | undefined): string => {
    if (offset === undefined) return file;
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };

  if (document.errors.length > 0) {
    throw new ConfigInvalid(
      document.errors.map((error) => ({
        where: at(error.pos[0]),
        message:
          error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'is not YAML',
      })),
    );
  }

  const issues: ConfigIssue[] = substituteScalars(document, env, at);
  const lineOf = (where: string) => /:(\d+):/.exec(where)?.[1];
  // A field whose variable is not set need not be called wrong a second time.
  const unset = new Set(issues.map(({ where }) => lineOf(where)));
  const checked = koiYaml.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!checked.success) {
    for (const issue of checked.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      for (const key of unknown) {
        const path = key === undefined ? issue.path : [...issue.path, key];
        const where = `${at(offsetOf(document, path))} ${spell(path)}`.trim();
        if (unset.has(lineOf(where))) continue;
        issues.push({
          where,
          message: key === undefined ? issue.message : 'is not a setting koi knows',
        });
      }
    }
  }
  if (issues.length > 0 || !checked.success) throw new ConfigInvalid(issues);
  return checked.data;
}

function substituteScalars(
  document: Document,
  env: Env,
  at: (offset?: number) => string,
): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  visit(document, {
    Scalar(key, node, path) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('$')) return;
      if (holdsSecrets(path)) return;
      const value = substitute(node.value, env, (name) =>
        issues.push({
          where: at(node.range?.[0]),
          message: `the environment variable ${name} is not set; set it, or give a default as \${${name}:-…}`,
        }),
      );
      // An unquoted ${PORT} may be a number: read the outcome as YAML would have read it.
      node.value = node.type === 'PLAIN' ? parseScalar(value) : value;
    },
  });
  return issues;
}

/** Whether a node with these ancestors is, or is part of, `models.<name>.<a setting with secrets>`. */
function holdsSecrets(ancestors: readonly unknown[]): boolean {
  const keys = ancestors.filter(isPair).map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  return keys[0] === 'models' && SECRET_SETTINGS.has(keys[2] ?? '');
}

function parseScalar(text: string): unknown {
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null ? text : value;
  } catch {
    return text;
  }
}

/** Where a path stands in the text: its own node, or the closest thing above it that is there. */
function offsetOf(document: Document, path: Path): number | undefined {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!pair) return offset;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function spell(path: Path): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('');
}
