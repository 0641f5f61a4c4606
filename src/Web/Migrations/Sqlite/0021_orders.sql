-- Supervision orders, and every step of theirs.
CREATE TABLE programme_order (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_order" PRIMARY KEY,
    "Year" INTEGER NULL,
    "Serial" INTEGER NULL,
    "Number" TEXT NULL,
    "Source" TEXT NOT NULL,
    "SourceId" TEXT NULL,
    "Title" TEXT NOT NULL,
    "Demand" TEXT NOT NULL,
    "Basis" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Days" INTEGER NOT NULL,
    "OpenedOn" TEXT NOT NULL,
    "NotifiedOn" TEXT NULL,
    "AcknowledgeBy" TEXT NULL,
    "DueOn" TEXT NULL,
    "FirstDueOn" TEXT NULL,
    "AskedDue" TEXT NULL,
    "Extensions" INTEGER NOT NULL,
    "TimesSentBack" INTEGER NOT NULL,
    "Level" INTEGER NOT NULL,
    "Criticism" TEXT NOT NULL,
    "CriticismBy" TEXT NULL,
    "RepliedOn" TEXT NULL,
    "ClosedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_order_Year_Serial" ON programme_order ("Year", "Serial");
CREATE INDEX "IX_programme_order_UnitId_State_DueOn" ON programme_order ("UnitId", "State", "DueOn");
CREATE INDEX "IX_programme_order_State_DueOn" ON programme_order ("State", "DueOn");
CREATE UNIQUE INDEX "IX_programme_order_SourceId_UnitId" ON programme_order ("SourceId", "UnitId") WHERE "SourceId" IS NOT NULL AND "State" NOT IN ('Closed', 'Withdrawn');
CREATE TABLE programme_order_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_order_step" PRIMARY KEY,
    "OrderId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Day" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_order_step_OrderId_Number" ON programme_order_step ("OrderId", "Number");
