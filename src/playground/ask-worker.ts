import type { Answer, Answers, Question } from './protocol.ts'

/** Asks the worker that holds the language service. */
export type Ask = <Name extends keyof Answers>(
  name: Name,
  ...args: Parameters<Answers[Name]>
) => Promise<ReturnType<Answers[Name]>>

/** @param onFailure told what the worker could not do: it is a fault of ours that nobody may miss */
export function askWorker(worker: Worker, onFailure: (sentence: string) => void): Ask {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  }
  worker.onerror = ({ message }) => onFailure(message)
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, answer => {
        if ('value' in answer) {
          resolve(answer.value as never)
          return
        }
        onFailure(answer.failure)
        reject(new Error(answer.failure))
      })
      worker.postMessage({ id, name, args } satisfies Question)
    })
}
