"""What people see of a day's tours: the plan, its figures beside each partner alone, and the driver's sheet."""

from core.routes.day_views import DayBoard, DayVehicle, day_board, tour_days
from core.routes.plan_rows import (
    AloneRow,
    CompartmentAboard,
    DayPlan,
    LoadRow,
    PlanFigures,
    PlanLeg,
    PlanStop,
    TourRow,
    UnservedRow,
)
from core.routes.plan_views import plan_of_day, planned_days
from core.routes.sheet_views import (
    DriverSheet,
    SheetLoad,
    SheetRun,
    SheetStopRow,
    driver_sheet,
    next_sheet_day,
    sheet_of,
)

__all__ = [
    "AloneRow",
    "CompartmentAboard",
    "DayBoard",
    "DayPlan",
    "DayVehicle",
    "DriverSheet",
    "LoadRow",
    "PlanFigures",
    "PlanLeg",
    "PlanStop",
    "SheetLoad",
    "SheetRun",
    "SheetStopRow",
    "TourRow",
    "UnservedRow",
    "day_board",
    "driver_sheet",
    "next_sheet_day",
    "plan_of_day",
    "planned_days",
    "sheet_of",
    "tour_days",
]
