// SPDX-License-Identifier: Apache-2.0
import { testCall } from 'parlor-web';

const result = await testCall({ onStep: (step) => { if (step.problem) console.log(step.texts().cure); } });
console.log(result.verdict);
if (result.verdict !== 'good') console.log(result.report());
