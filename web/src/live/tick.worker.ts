/** A tick every second from a worker: browsers slow the timers of a page in the background, not those of its worker. */
setInterval(() => postMessage(0), 1000);
