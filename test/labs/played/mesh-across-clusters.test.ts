// Written by npm run generate from walkthroughs/. Do not edit.
import { playTests } from '../play-tests.ts'

playTests('mesh-across-clusters')
