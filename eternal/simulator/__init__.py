"""The character API, embedded: for demos, for tests, and for anyone's curl."""

from .app import Simulator
from .effects import EFFECTS
from .faults import Fault
from .recording import RecordedRequest
from .server import SimulatorServer, serve
from .shapes import Shape

__all__ = ["EFFECTS", "Fault", "RecordedRequest", "Shape", "Simulator", "SimulatorServer", "serve"]
