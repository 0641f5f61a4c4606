-- What every page counts (bell, menu, lights of the board) is read from an index alone.
CREATE INDEX "IX_platform_notice_PostId_ReadAt" ON platform_notice ("PostId", "ReadAt");
CREATE INDEX "IX_programme_task_State_DroppedInVersion" ON programme_task ("State", "DroppedInVersion");
CREATE INDEX "IX_programme_task_DroppedInVersion_PlanId_DomainId_Light" ON programme_task ("DroppedInVersion", "PlanId", "DomainId", "Light");
