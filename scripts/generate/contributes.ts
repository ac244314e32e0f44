/**
 * The part of package.json's `contributes` that the extension's tables decide: commands, menus, views,
 * settings. Texts are references into package.nls.json; `test/manifest.test.ts` holds both together.
 */
import {
  commandTable,
  contextKeys,
  manifestMenu,
  settingTable,
  viewContainer,
  viewIds,
  type CommandFacts,
  type CommandId,
  type SettingFacts
} from '../../src/extension/ids.ts'

export function contributes(): object {
  return {
    commands: commands(),
    submenus: [{ id: manifestMenu, label: '%category%' }],
    menus: menus(),
    viewsContainers: {
      activitybar: [{ id: viewContainer, title: '%viewContainer%', icon: 'media/activity-bar.svg' }]
    },
    views: {
      [viewContainer]: [
        {
          id: viewIds.labs,
          name: '%view.labs%',
          contextualTitle: '%viewContainer%',
          icon: 'media/activity-bar.svg'
        },
        {
          id: viewIds.cluster,
          name: '%view.cluster%',
          contextualTitle: '%viewContainer%',
          icon: 'media/activity-bar.svg'
        }
      ]
    },
    viewsWelcome: viewsWelcome(),
    configuration: { title: '%displayName%', properties: settings() }
  }
}

/** Settings that an untrusted workspace can't set, for the manifest's `capabilities`. */
export function restrictedSettings(): string[] {
  return Object.entries<SettingFacts>(settingTable)
    .filter(([, facts]) => facts.restricted)
    .map(([id]) => id)
}

function commands(): object[] {
  return Object.entries<CommandFacts>(commandTable).map(([command, { icon, enablement }]) => ({
    command,
    title: `%command.${command}%`,
    category: '%category%',
    ...(icon && { icon }),
    ...(enablement && { enablement })
  }))
}

function menus(): object {
  const onManifest = (command: CommandId, group: string): object => ({ command, group })
  const inView = (
    command: CommandId,
    view: keyof typeof viewIds,
    group: string,
    when = ''
  ): object => ({
    command,
    when: `view == ${viewIds[view]}${when && ` && ${when}`}`,
    group
  })
  return {
    commandPalette: Object.entries<CommandFacts>(commandTable)
      .filter(([, { palette }]) => palette !== undefined)
      .map(([command, { palette }]) => ({ command, when: String(palette) })),
    'editor/context': [
      {
        submenu: manifestMenu,
        when: `resourceLangId == yaml && ${contextKeys.inManifest}`,
        group: 'netlabs@1'
      }
    ],
    [manifestMenu]: [
      onManifest('netlabs.manifest.apply', '1_document@1'),
      onManifest('netlabs.manifest.preview', '1_document@2'),
      onManifest('netlabs.manifest.verify', '1_document@3'),
      onManifest('netlabs.manifest.remove', '1_document@4'),
      onManifest('netlabs.manifest.applyFile', '2_file@1'),
      onManifest('netlabs.manifest.previewFile', '2_file@2'),
      onManifest('netlabs.lint.fixAll', '2_file@3')
    ],
    'view/title': [
      inView('netlabs.context.pick', 'cluster', 'navigation@1'),
      inView('netlabs.cluster.refresh', 'cluster', 'navigation@2'),
      inView('netlabs.practice.start', 'cluster', 'practice@1', `!${contextKeys.practiceRunning}`),
      inView(
        'netlabs.practice.copyKubeconfig',
        'cluster',
        'practice@2',
        contextKeys.practiceRunning
      ),
      inView('netlabs.practice.stop', 'cluster', 'practice@3', contextKeys.practiceRunning),
      inView('netlabs.log.show', 'cluster', 'log@1')
    ],
    'view/item/context': [
      inView('netlabs.cluster.showObject', 'cluster', 'inline@1', 'viewItem == object'),
      inView('netlabs.lab.open', 'labs', 'inline@1', 'viewItem == lab'),
      inView('netlabs.lab.reset', 'labs', 'lab@2', 'viewItem == lab'),
      inView('netlabs.lab.openManifest', 'labs', 'inline@1', 'viewItem =~ /^step/'),
      inView('netlabs.lab.verify', 'labs', 'inline@2', 'viewItem =~ /^step/'),
      inView('netlabs.lab.showEvidence', 'labs', 'inline@3', 'viewItem == step-judged'),
      inView('netlabs.lab.apply', 'labs', 'step@1', 'viewItem =~ /^step/'),
      inView('netlabs.lab.reset', 'labs', 'step@2', 'viewItem == step-judged')
    ]
  }
}

function viewsWelcome(): object[] {
  const state = contextKeys.clusterState
  return [
    {
      view: viewIds.cluster,
      contents: '%welcome.cluster.none%',
      when: `!${state} || ${state} == none`
    },
    { view: viewIds.cluster, contents: '%welcome.cluster.failed%', when: `${state} == failed` },
    {
      view: viewIds.cluster,
      contents: '%welcome.cluster.restricted%',
      when: `${state} == restricted`
    },
    { view: viewIds.labs, contents: '%welcome.labs.none%', when: `!${contextKeys.hasLabs}` }
  ]
}

function settings(): object {
  return Object.fromEntries(
    Object.entries<SettingFacts>(settingTable).map(([id, facts], order) => [
      id,
      {
        type: facts.type,
        default: facts.default,
        scope: facts.scope,
        order,
        markdownDescription: `%setting.${id}%`,
        ...facts.schema
      }
    ])
  )
}
