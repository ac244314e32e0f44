// Written by npm run generate from walkthroughs/. Do not edit.
import { playTests } from '../play-tests.ts'

playTests('multi-cluster-services')
