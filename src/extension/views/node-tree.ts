import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeDataProvider
} from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { TreeNode } from './tree-node.ts'

/** Shows a tree of plain nodes. A new picture refreshes only when something in it differs. */
export class NodeTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly #changes = new EventEmitter<undefined>()
  #roots: readonly TreeNode[] = []
  #picture = '[]'

  readonly onDidChangeTreeData = this.#changes.event

  get roots(): readonly TreeNode[] {
    return this.#roots
  }

  show(roots: readonly TreeNode[]): void {
    const picture = JSON.stringify(roots)
    if (picture === this.#picture) return
    this.#picture = picture
    this.#roots = roots
    this.#changes.fire(undefined)
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...(node ? node.children : this.#roots)]
  }

  getTreeItem(node: TreeNode): TreeItem {
    const item = new TreeItem(
      node.label,
      node.children.length === 0
        ? TreeItemCollapsibleState.None
        : node.expanded
          ? TreeItemCollapsibleState.Expanded
          : TreeItemCollapsibleState.Collapsed
    )
    item.id = node.id
    item.iconPath = new ThemeIcon(
      node.icon,
      node.color === undefined ? undefined : new ThemeColor(node.color)
    )
    item.contextValue = node.kind
    item.accessibilityInformation = { label: node.spoken }
    if (node.description !== undefined) item.description = node.description
    item.tooltip =
      node.tooltip ?? (node.description ? `${node.label}\n${node.description}` : node.label)
    return item
  }

  dispose(): void {
    this.#changes.dispose()
  }
}
