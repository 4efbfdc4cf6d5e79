"""Charts: postures, shifts and findings come in; one `Chart` per question goes out, finished with title, measure, source and alt text."""

from detente.charts.calibration import plot_found
from detente.charts.figures import Chart, finish_chart
from detente.charts.planes import plot_plane
from detente.charts.plots import plot_documents, plot_dyads, plot_order
from detente.charts.timelines import plot_postures

__all__ = ["Chart", "finish_chart", "plot_documents", "plot_dyads", "plot_found", "plot_order", "plot_plane", "plot_postures"]
