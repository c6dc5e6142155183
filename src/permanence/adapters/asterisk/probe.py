"""The few questions the keeper of the switch asks over ARI: does it answer, is a call up, read that file again."""

from __future__ import annotations

import base64
import http.client
import json

from permanence.kernel.errors import Unavailable

PATIENCE_SECONDS = 5.0


class SwitchSilent(Unavailable):
    """The switch does not answer."""

    code = "switch_silent"


class Probe:
    """Blocking requests with a short patience; the engine's own traffic goes over another connection."""

    def __init__(self, port: int, user: str, password: str) -> None:
        """Speak with the switch on this machine's port."""
        self._port = port
        self._head = {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}

    def answers(self) -> bool:
        """Whether ARI answers and lets us in."""
        try:
            return self.ask("GET", "/asterisk/ping")[0] == 200
        except SwitchSilent:
            return False

    def channels(self) -> int:
        """How many legs of calls are up."""
        return len(json.loads(self.ask("GET", "/channels")[1]))

    def reload(self, module: str) -> None:
        """Have a module read its files again."""
        status, body = self.ask("PUT", f"/asterisk/modules/{module}")
        if status != 204:
            raise SwitchSilent(
                f"The switch would not read {module}'s files again ({status}: {body.decode()[:200]})."
            )

    def ask(self, method: str, path: str) -> tuple[int, bytes]:
        """One request; its status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, f"/ari{path}", headers=self._head)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise SwitchSilent(f"The switch does not answer on port {self._port} ({error}).") from error
        finally:
            connection.close()
