import type { ConnectorEvent, ModelFinish } from '../connector.js';
import { WholeCharacters } from '../whole-characters.js';
import type { Piece } from './protocol.js';

/** What has been read of one answer. */
export class AnswerSoFar {
  finish: ModelFinish | undefined;
  /** Whether anything had a place for text. */
  spoke = false;
  private readonly characters = new WholeCharacters();
  private promptTokens: number | undefined;
  private completionTokens: number | undefined;

  /** Takes a piece, and gives the text of it that can be passed on; may be empty. */
  take(piece: Piece): string {
    this.spoke ||= piece.text !== undefined;
    this.finish = piece.finish ?? this.finish;
    this.promptTokens = piece.promptTokens ?? this.promptTokens;
    this.completionTokens = piece.completionTokens ?? this.completionTokens;
    return this.characters.take(piece.text ?? '');
  }

  /** The text that was held back for want of its other half. */
  rest(): string {
    return this.characters.end();
  }

  usage(): ConnectorEvent | undefined {
    const { promptTokens, completionTokens } = this;
    if (promptTokens === undefined || completionTokens === undefined) return undefined;
    return { type: 'usage', promptTokens, completionTokens };
  }
}
