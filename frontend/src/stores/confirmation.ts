/** The question that waits for an answer before something is done that can't be undone. */
import { create } from "zustand";

export type Question = { title: string; consequence: string; confirmLabel: string };

type ConfirmationState = {
  question: Question | null;
  reply: (isConfirmed: boolean) => void;
  asked: (question: Question) => Promise<boolean>;
};

export const useConfirmation = create<ConfirmationState>((set, get) => ({
  question: null,
  reply: () => undefined,
  asked: (question) => {
    get().reply(false);
    return new Promise((resolve) =>
      set({
        question,
        reply: (isConfirmed) => {
          set({ question: null, reply: () => undefined });
          resolve(isConfirmed);
        },
      }),
    );
  },
}));

/** Ends a mutation whose question was answered with no. Nobody is told: nothing happened. */
export class Declined extends Error {
  override name = "Declined";
}

/** *send*, asked about first. What can't be undone is sent through this, so that no page can forget the question. */
export function afterConfirming<Variables, Answer>(
  question: (variables: Variables) => Question | null,
  send: (variables: Variables) => Promise<Answer>,
): (variables: Variables) => Promise<Answer> {
  return async (variables) => {
    const asked = question(variables);
    if (asked && !(await useConfirmation.getState().asked(asked))) throw new Declined();
    return send(variables);
  };
}
