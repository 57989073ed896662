const t0=performance.now()
const step=async (n)=>{const t=performance.now(); const c=process.cpuUsage(); await import(n); const d=process.cpuUsage(c); console.log(n,(performance.now()-t)|0,'cpu',(d.user+d.system)/1000|0)}
for (const n of process.argv.slice(2)) await step(n)
