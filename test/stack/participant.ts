import { randomUUID } from 'node:crypto';
import { streamEvent, type StreamEvent } from '@koi/contracts';
import {
  gatewayRoutes,
  type ConversationView,
  type RankingBody,
  type RankingReceipt,
  type TurnView,
  type VoteBody,
  type VoteReceipt,
} from '@koi/contracts';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { Visitor } from './visitor.js';

export type ReadEvent = StreamEvent & { readonly eventId: string | undefined };

/** What a reader of a turn's events has in the end. */
export interface ReadTurn {
  /** The text of each answer by candidate id. */
  readonly texts: ReadonlyMap<string, string>;
  readonly events: readonly ReadEvent[];
}

interface Reading {
  /** What was read before; reading goes on after its last event. */
  readonly from?: ReadTurn;
  readonly until?: (texts: readonly string[]) => boolean;
}

/** A person at the chat, by HTTP alone. */
export class Participant extends Visitor {
  static async enter(chatUrl: string): Promise<Participant> {
    const person = new Participant(chatUrl);
    await person.client.call(gatewayRoutes.enter, { body: {} });
    return person;
  }

  /** The same person at another gateway. */
  at(chatUrl: string): Participant {
    return new Participant(chatUrl).become(this);
  }

  /** Starts a conversation; its answers are not written yet. */
  begin(
    chatbot: string,
    text: string,
  ): Promise<{ conversation: ConversationView; turn: TurnView }> {
    return this.client
      .call(gatewayRoutes.startConversation, {
        body: { chatbot, text },
        idempotencyKey: randomUUID(),
      })
      .then((conversation) => ({ conversation, turn: onlyTurn(conversation) }));
  }

  say(conversationId: string, text: string): Promise<TurnView> {
    return this.client.call(gatewayRoutes.sendMessage, {
      params: { conversationId },
      body: { text },
      idempotencyKey: randomUUID(),
    });
  }

  /** Has a message answered anew. */
  regenerate(turnId: string): Promise<TurnView> {
    return this.client.call(gatewayRoutes.regenerateTurn, {
      params: { turnId },
      idempotencyKey: randomUUID(),
    });
  }

  conversation(conversationId: string): Promise<ConversationView> {
    return this.client.call(gatewayRoutes.getConversation, { params: { conversationId } });
  }

  turn(turnId: string): Promise<TurnView> {
    return this.client.call(gatewayRoutes.getTurn, { params: { turnId } });
  }

  /** Comes by an invite link; `token` is its end. */
  redeem(token: string): Promise<unknown> {
    return this.client.call(gatewayRoutes.redeemInvite, { body: { token } });
  }

  vote(candidateId: string, value: VoteBody['value']): Promise<VoteReceipt> {
    return this.client.call(gatewayRoutes.giveVote, {
      params: { candidateId },
      body: { value },
      idempotencyKey: randomUUID(),
    });
  }

  rank(turnId: string, outcome: RankingBody['outcome']): Promise<RankingReceipt> {
    return this.client.call(gatewayRoutes.giveRanking, {
      params: { turnId },
      body: { outcome },
      idempotencyKey: randomUUID(),
    });
  }

  stop(turnId: string): Promise<unknown> {
    return this.client.call(gatewayRoutes.stopTurn, { params: { turnId } });
  }

  /** The events of a turn as they come, until the server ends the stream. */
  async *events(turnId: string, lastEventId?: string): AsyncGenerator<ReadEvent> {
    const response = await this.fetch(`/api/turns/${turnId}/events`, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId && { 'last-event-id': lastEventId }),
      },
    });
    if (!response.ok || !response.body) throw new Error(`The events answered ${response.status}.`);
    const messages = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { data, id } of messages)
      yield { ...streamEvent.parse(JSON.parse(data)), eventId: id };
  }

  /** Reads a turn to its end, or until it has read enough, putting the texts together as the page does. */
  async read(turnId: string, { from, until }: Reading = {}): Promise<ReadTurn> {
    const texts = new Map(from?.texts);
    const events: ReadEvent[] = [];
    for await (const event of this.events(turnId, from?.events.at(-1)?.eventId)) {
      events.push(event);
      if (event.type === 'reset') texts.set(event.candidateId, event.text);
      if (event.type === 'delta') {
        const before = texts.get(event.candidateId) ?? '';
        if (event.offset !== before.length)
          throw new Error(`A delta at ${event.offset} follows ${before.length} characters.`);
        texts.set(event.candidateId, before + event.text);
      }
      if (until?.([...texts.values()])) break;
    }
    return { texts, events };
  }
}

function onlyTurn({ turns: [turn] }: ConversationView): TurnView {
  if (!turn) throw new Error('The conversation has no turn.');
  return turn;
}
