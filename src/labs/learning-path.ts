import { groups, type Lab } from './lab.ts'

const levels: readonly Lab['level'][] = ['beginner', 'intermediate', 'advanced']

/** Orders labs as they build up: by group, then by level, then by the learning plan. */
export function byLearningPath(a: Lab, b: Lab): number {
  return (
    groups.indexOf(a.group) - groups.indexOf(b.group) ||
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    planNumber(a) - planNumber(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** Labs whose item has no number stand behind those that have one. */
function planNumber({ backlog }: Lab): number {
  const number = Number.parseFloat(backlog[0] ?? '')
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number
}
