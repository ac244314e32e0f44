/**
 * The part of package.json's `contributes` that the extension's tables decide: commands, menus, views,
 * settings. Texts are references into package.nls.json; `test/manifest.test.ts` holds both together.
 */
import { configName } from '../../src/language/config/lint-config.ts'
import {
  commandTable,
  contextKeys,
  inManifestLanguage,
  manifestMenu,
  settingTable,
  viewContainer,
  viewIds,
  type CommandFacts,
  type CommandId,
  type SettingFacts
} from '../../src/extension/ids.ts'

/** The snippets of the product, generated from the labs. */
export const snippetsFile = 'walkthroughs/snippets.json'

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
        },
        {
          id: viewIds.runs,
          name: '%view.runs%',
          contextualTitle: '%viewContainer%',
          icon: 'media/activity-bar.svg',
          visibility: 'collapsed'
        }
      ]
    },
    viewsWelcome: viewsWelcome(),
    // Networks of CNI are JSON under a name of their own.
    languages: [{ id: 'json', extensions: ['.conflist'] }],
    snippets: [{ language: 'yaml', path: `./${snippetsFile}` }],
    configuration: { title: '%displayName%', properties: settings() },
    // The YAML extension by Red Hat completes and describes the fields of the configuration.
    yamlValidation: [{ fileMatch: configName, url: './schemas/netlabs.schema.json' }]
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

function inView(command: CommandId, view: keyof typeof viewIds, group: string, when = ''): object {
  return { command, when: `view == ${viewIds[view]}${when && ` && ${when}`}`, group }
}

/** What can be done with a row of the Labs view: in the row what is done often, the rest in its menu. */
function labItems(): readonly object[] {
  const lab = 'viewItem =~ /^lab(-begun)?$/'
  const step = 'viewItem =~ /^step/'
  const judged = 'viewItem =~ /^step-judged/'
  return [
    inView('netlabs.lab.start', 'labs', 'inline@1', lab),
    inView('netlabs.lab.open', 'labs', 'inline@2', lab),
    inView('netlabs.lab.start', 'labs', '1_play@1', lab),
    inView('netlabs.lab.nextStep', 'labs', '1_play@2', lab),
    inView('netlabs.lab.reset', 'labs', '2_back@1', lab),
    inView('netlabs.lab.cleanUp', 'labs', '2_back@2', 'viewItem == lab-begun'),
    inView('netlabs.tools.createCluster', 'labs', '3_tools@1', lab),
    inView('netlabs.lab.openManifest', 'labs', 'inline@1', step),
    inView('netlabs.lab.verify', 'labs', 'inline@2', step),
    inView('netlabs.lab.hint', 'labs', 'inline@3', `${step} && !(viewItem =~ /-done/)`),
    inView('netlabs.lab.showEvidence', 'labs', 'inline@4', judged),
    inView('netlabs.lab.openPage', 'labs', '1_do@1', step),
    inView('netlabs.lab.predict', 'labs', '1_do@2', 'viewItem =~ /-asks$/'),
    inView('netlabs.lab.apply', 'labs', '1_do@3', step),
    inView('netlabs.lab.verify', 'labs', '1_do@4', step),
    inView('netlabs.lab.showEvidence', 'labs', '1_do@5', judged),
    inView('netlabs.lab.hint', 'labs', '2_help@1', step),
    inView('netlabs.lab.solve', 'labs', '2_help@2', step),
    inView('netlabs.lab.skip', 'labs', '2_help@3', step),
    inView('netlabs.lab.reset', 'labs', '3_back@1', step)
  ]
}

function menus(): object {
  const onManifest = (command: CommandId, group: string): object => ({ command, group })
  return {
    commandPalette: Object.entries<CommandFacts>(commandTable)
      .filter(([, { palette }]) => palette !== undefined)
      .map(([command, { palette }]) => ({ command, when: String(palette) })),
    'editor/context': [
      {
        submenu: manifestMenu,
        when: `${inManifestLanguage} && ${contextKeys.inManifest}`,
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
      inView('netlabs.cluster.explainReach', 'cluster', 'navigation@3'),
      inView('netlabs.practice.start', 'cluster', 'practice@1', `!${contextKeys.practiceRunning}`),
      inView(
        'netlabs.practice.copyKubeconfig',
        'cluster',
        'practice@2',
        contextKeys.practiceRunning
      ),
      inView('netlabs.practice.stop', 'cluster', 'practice@3', contextKeys.practiceRunning),
      inView('netlabs.tools.createCluster', 'cluster', 'tools@1'),
      inView('netlabs.tools.showClusters', 'cluster', 'tools@2'),
      inView('netlabs.tools.deleteClusters', 'cluster', 'tools@3'),
      inView('netlabs.tools.install', 'cluster', 'tools@4'),
      inView('netlabs.log.show', 'cluster', 'log@1'),
      inView('netlabs.lab.filter', 'labs', 'navigation@1'),
      inView('netlabs.lab.clearFilter', 'labs', 'navigation@2', contextKeys.labsFiltered),
      inView('netlabs.lab.showProgress', 'labs', 'navigation@3'),
      inView('netlabs.lab.exportReport', 'labs', 'report@1'),
      inView('netlabs.lab.showCaptures', 'labs', 'report@2'),
      inView('netlabs.lab.cleanUp', 'labs', 'report@2')
    ],
    'view/item/context': [
      inView('netlabs.cluster.showObject', 'cluster', 'inline@1', 'viewItem == object'),
      inView('netlabs.cluster.showObject', 'runs', 'inline@1', 'viewItem == object'),
      inView('netlabs.lab.cleanUp', 'runs', 'inline@1', 'viewItem == run'),
      inView('netlabs.lab.start', 'runs', '1_play@1', 'viewItem == run'),
      ...labItems()
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
    { view: viewIds.runs, contents: '%welcome.runs.none%' },
    { view: viewIds.labs, contents: '%welcome.labs.none%', when: `!${contextKeys.hasLabs}` },
    {
      view: viewIds.labs,
      contents: '%welcome.labs.filtered%',
      when: `${contextKeys.hasLabs} && ${contextKeys.labsFiltered}`
    }
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
