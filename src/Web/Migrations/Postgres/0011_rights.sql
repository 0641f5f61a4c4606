-- What a department's board counts, and the units that it offers, are read from indexes alone.
CREATE INDEX "IX_programme_task_Id_DroppedInVersion_PlanId_DomainId_Light" ON programme_task ("Id", "DroppedInVersion", "PlanId", "DomainId", "Light");
CREATE INDEX "IX_programme_task_unit_TaskId_UnitId" ON programme_task_unit ("TaskId", "UnitId");
