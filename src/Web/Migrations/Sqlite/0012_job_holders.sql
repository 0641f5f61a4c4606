-- Which process runs a job, so that another one of the city leaves it alone.
ALTER TABLE platform_job ADD COLUMN "Holder" TEXT;
ALTER TABLE platform_job ADD COLUMN "SeenAt" TEXT;
