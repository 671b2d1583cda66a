import { chromium } from '@playwright/test'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] })
for (const [name, w, h, scheme] of [['wl',1440,900,'light'],['wd',1440,900,'dark'],['nl',390,844,'light']]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme })
  const p = await c.newPage()
  await p.goto('http://127.0.0.1:4555/#/lab/autoscaler')
  await p.waitForTimeout(2500)
  await p.screenshot({ path: `/tmp/as-${name}-0.png` })
  const run = p.getByRole('button', { name: /^Run/ }).first()
  await run.click()
  await p.waitForTimeout(9000)
  await p.screenshot({ path: `/tmp/as-${name}-1.png` })
  const tab = p.getByRole('tab', { name: /Scaling/ })
  if (await tab.count()) { await tab.first().click(); await p.waitForTimeout(1500) }
  await p.screenshot({ path: `/tmp/as-${name}-2.png` })
  await c.close()
}
await b.close()
