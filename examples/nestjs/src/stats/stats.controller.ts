import { Controller, Get, Inject, Param, Query, Req, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.ts';
import { StatsGuard, type ReaderRequest } from './stats.guard.ts';
import { StatsService, type Asker } from './stats.service.ts';
import { ValidatorInterceptor } from './validator.interceptor.ts';

/** `GET /stats/{site}/traffic|conversions|builder-activity`, with the query string of the collector's own reports: `period=7d`, `from`, `to`, `filter`, `compare`. */
@Controller('stats/:site')
@UseGuards(StatsGuard)
@UseFilters(ProblemFilter)
@UseInterceptors(ValidatorInterceptor)
export class StatsController {
  readonly #stats: StatsService;

  constructor(@Inject(StatsService) stats: StatsService) {
    this.#stats = stats;
  }

  @Get('traffic')
  traffic(@Param('site') site: string, @Query() query: Asker['query'], @Req() { reader }: ReaderRequest) {
    return this.#stats.traffic({ site, query, reader });
  }

  @Get('conversions')
  conversions(@Param('site') site: string, @Query() query: Asker['query'], @Req() { reader }: ReaderRequest) {
    return this.#stats.conversions({ site, query, reader });
  }

  @Get('builder-activity')
  builderActivity(@Param('site') site: string, @Query() query: Asker['query'], @Req() { reader }: ReaderRequest) {
    return this.#stats.builderActivity({ site, query, reader });
  }
}
