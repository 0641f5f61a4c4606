-- Period returns: cycles, their rounds, one return for each unit with a line for each of its tasks, and the steps on its way; who has opened what they were told.
CREATE TABLE programme_return_cycle (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_return_cycle" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "PlanId" TEXT NULL,
    "OpensAfter" INTEGER NOT NULL,
    "DueAfter" INTEGER NOT NULL,
    "GraceDays" INTEGER NOT NULL,
    "EscalatesAfter" INTEGER NOT NULL,
    "From" TEXT NOT NULL,
    "Until" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE TABLE programme_return_round (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_return_round" PRIMARY KEY,
    "CycleId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "OpenOn" TEXT NOT NULL,
    "DueOn" TEXT NOT NULL,
    "GraceDays" INTEGER NOT NULL,
    "EscalatesAfter" INTEGER NOT NULL,
    "OpenedAt" TEXT NOT NULL,
    CONSTRAINT "FK_programme_return_round_programme_return_cycle_CycleId" FOREIGN KEY ("CycleId") REFERENCES programme_return_cycle ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_return" PRIMARY KEY,
    "RoundId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "DueOn" TEXT NOT NULL,
    "MissingWhy" TEXT NULL,
    "RevisionReason" TEXT NULL,
    "Revision" INTEGER NOT NULL,
    "SubmittedBy" TEXT NULL,
    "SubmittedAt" TEXT NULL,
    "FirstSubmittedAt" TEXT NULL,
    "AcceptedAt" TEXT NULL,
    "RemindedOn" TEXT NULL,
    "LeaderToldAt" TEXT NULL,
    "ListedAt" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_programme_return_programme_return_round_RoundId" FOREIGN KEY ("RoundId") REFERENCES programme_return_round ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return_line (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_return_line" PRIMARY KEY,
    "ReturnId" TEXT NOT NULL,
    "RoundId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "TaskId" TEXT NOT NULL,
    "Part" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Answer" TEXT NULL,
    "Progress" INTEGER NULL,
    "Said" TEXT NULL,
    "Problems" TEXT NULL,
    "NextSteps" TEXT NULL,
    "Reached" TEXT NOT NULL,
    "Figures" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "AcceptedVersion" INTEGER NULL,
    CONSTRAINT "FK_programme_return_line_programme_return_ReturnId" FOREIGN KEY ("ReturnId") REFERENCES programme_return ("Id") ON DELETE RESTRICT
);
CREATE TABLE programme_return_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_return_step" PRIMARY KEY,
    "ReturnId" TEXT NOT NULL,
    "Move" TEXT NOT NULL,
    "Before" TEXT NOT NULL,
    "After" TEXT NOT NULL,
    "PersonId" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Reason" TEXT NULL,
    "NewDue" TEXT NULL,
    "Alone" INTEGER NOT NULL,
    "Missing" TEXT NULL,
    CONSTRAINT "FK_programme_return_step_programme_return_ReturnId" FOREIGN KEY ("ReturnId") REFERENCES programme_return ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_return_RoundId_UnitId" ON programme_return ("RoundId", "UnitId");
CREATE INDEX "IX_programme_return_State_DueOn" ON programme_return ("State", "DueOn");
CREATE INDEX "IX_programme_return_UnitId_State" ON programme_return ("UnitId", "State");
CREATE UNIQUE INDEX "IX_programme_return_line_ReturnId_TaskId" ON programme_return_line ("ReturnId", "TaskId");
CREATE INDEX "IX_programme_return_line_RoundId_Part_Answer" ON programme_return_line ("RoundId", "Part", "Answer");
CREATE INDEX "IX_programme_return_line_TaskId_RoundId" ON programme_return_line ("TaskId", "RoundId");
CREATE UNIQUE INDEX "IX_programme_return_round_CycleId_Period" ON programme_return_round ("CycleId", "Period");
CREATE INDEX "IX_programme_return_round_DueOn" ON programme_return_round ("DueOn");
CREATE INDEX "IX_programme_return_step_ReturnId_At" ON programme_return_step ("ReturnId", "At");
ALTER TABLE programme_note ADD COLUMN "ReturnId" TEXT NULL;
CREATE INDEX "IX_platform_notice_Link_Code" ON platform_notice ("Link", "Code");
