import type { SyntaxNode } from './syntax-tree.ts'

/**
 * Whether aliases multiply so much that go-yaml refuses to read the document: more than 99 % of the
 * values come out of aliases, and of very large documents more than 10 %. Linear in the text, because
 * every anchored part is counted once.
 */
export function isAliasBomb(root: SyntaxNode): boolean {
  const counter = new CostCounter()
  const { total, aliased } = counter.cost(root)
  return aliased > 100 && total > 1000 && aliased / total > allowedShare(total)
}

interface Cost {
  readonly total: number
  readonly aliased: number
}

function allowedShare(total: number): number {
  const [low, high] = [400_000, 4_000_000]
  if (total <= low) return 0.99
  return total >= high ? 0.1 : 0.99 - (0.89 * (total - low)) / (high - low)
}

class CostCounter {
  readonly #known = new Map<SyntaxNode, number>()

  cost(node: SyntaxNode): Cost {
    if (node.kind === 'alias') {
      const size = 1 + (node.target ? this.#size(node.target) : 0)
      return { total: size, aliased: size - 1 }
    }
    let total = 1
    let aliased = 0
    for (const child of childrenOf(node)) {
      const cost = this.cost(child)
      total += cost.total
      aliased += cost.aliased
    }
    return { total, aliased }
  }

  #size(node: SyntaxNode): number {
    const known = this.#known.get(node)
    if (known !== undefined) return known
    let size = 1
    if (node.kind === 'alias') size += node.target ? this.#size(node.target) : 0
    else for (const child of childrenOf(node)) size += this.#size(child)
    this.#known.set(node, size)
    return size
  }
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => [key, value])
  return node.kind === 'list' ? node.items.map(({ value }) => value) : []
}
